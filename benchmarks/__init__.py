"""Measures the product; nothing imports it."""
