"""Uptime: asks sites, registries and certificates, and tells people what came of it."""
