"""From hits to answers. Knows no HTTP, no environment and no wall clock: time and randomness come in as arguments."""
