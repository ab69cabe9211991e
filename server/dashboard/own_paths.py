"""Addresses that a site makes up for its script, which must be free."""

from schemas.errors import ConflictError

TAKEN_WORDS = frozenset(
    {
        *("api", "assets", "collector", "docs", "embed", "health", "kudos", "login", "logout", "metrics", "pixel"),
        *("public", "settings", "setup", "sites", "unsubscribe"),
        # What browsers and robots ask every server for.
        *("favicon.ico", "robots.txt"),
    }
)
"""What the server's own addresses begin with. A test holds it against the list of routes."""


def check_own_paths(*paths: str) -> None:
    """Raises ConflictError for an address below one of TAKEN_WORDS."""
    for path in paths:
        word = first_word(path)
        if word in TAKEN_WORDS:
            raise ConflictError(f"{path} is not free: the server has addresses that begin with /{word}")


def first_word(path: str) -> str:
    return path.lstrip("/").partition("/")[0]
