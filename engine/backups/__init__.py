"""Copies of a DATA folder that somebody works on, and back."""
