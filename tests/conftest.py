"""For all tests."""

from hypothesis import settings

# A busy machine is no reason to fail: how long something takes is measured in benchmarks.
settings.register_profile("hitlake", deadline=None)
settings.load_profile("hitlake")
