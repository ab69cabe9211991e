"""The page that a kudo is for, named as hits name it."""

from engine.ingest.facts import Facts
from engine.ingest.pages import INPUT_LENGTH
from schemas.errors import BadInputError
from schemas.sites import Site


def page_path(facts: Facts, site: Site, path: str) -> str:
    """With a slash at its begin, without its query. Raises BadInputError for what no hit could have."""
    page = facts.page(site.url, None, path[:INPUT_LENGTH], None)
    if page is None:
        raise BadInputError(f"path is {path[:80]!r}; it must be a path like /blog/my-post")
    return page.path
