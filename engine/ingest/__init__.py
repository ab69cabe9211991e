"""From a hit at the edge to a stored row: the STEPS, two runners over them, and what they look things up in."""
