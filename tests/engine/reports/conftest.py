"""The lake of the storage's tests, for the reports' too."""

from tests.engine.storage.conftest import lakeside

__all__ = ["lakeside"]
