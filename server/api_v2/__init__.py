"""API v2, one file a resource."""
