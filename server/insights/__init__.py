"""Insights: who writes them when, and to whom they go."""
