"""A real server is killed again and again, and what it had acknowledged is counted."""
