"""Accounts, sites, keys, salts, numbers and ledgers: what must be exact and shared, in one SQLite file."""
