"""What pages and feeds call: the collector and the pixel."""
