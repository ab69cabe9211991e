"""Made-up hits of a made-up site, the same for the same seed and days; and the demo that shows them."""
