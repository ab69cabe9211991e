"""Kudos that visitors give with the script's button."""
