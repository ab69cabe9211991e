"""Every layer of DATA held against every other, and what mends them."""
