"""Measures the product, in ratios wherever two things can be measured in turns; nothing imports it."""
