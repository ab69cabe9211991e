"""Insights: from rollups to facts, from facts to words, and when."""
