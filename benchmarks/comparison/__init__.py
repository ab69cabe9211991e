"""Hitlake and its peers: the same hits, the same questions, equal answers, and then how long each took."""
