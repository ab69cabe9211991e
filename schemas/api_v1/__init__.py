"""The answers of API v1: first the fields that its document shows, then those that later programs know."""
