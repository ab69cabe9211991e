"""Uptime: when to check, what checks add up to, and what is kept of it."""
