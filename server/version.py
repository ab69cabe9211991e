"""Which Hitlake this is."""

from importlib.metadata import PackageNotFoundError, version


def installed_version() -> str | None:
    """As its package has it; None where it runs from a folder that is not installed."""
    try:
        return version("hitlake")
    except PackageNotFoundError:
        return None
