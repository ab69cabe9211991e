"""Addresses that a site makes up for its script, which must be free."""

from schemas.errors import ConflictError


def check_own_paths(*paths: str) -> None:
    """Raises ConflictError for an address below a word that the server's own addresses begin with."""
    # The list of routes has the handler that asks.
    from server.routes import ROUTES

    taken = {_first_word(route.path) for route in ROUTES} | {"favicon.ico", "robots.txt"}
    for path in paths:
        word = _first_word(path)
        if word and word in taken:
            raise ConflictError(f"{path} is not free: the server has addresses that begin with /{word}")


def _first_word(path: str) -> str:
    return path.lstrip("/").partition("/")[0]
