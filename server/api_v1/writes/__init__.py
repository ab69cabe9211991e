"""Hits and events that programs send: read, recognised when they come again, stored."""
