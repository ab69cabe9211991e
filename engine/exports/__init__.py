"""Rows out of DATA, in files that other programs read."""
