"""The two APIs: what is true of all their routes."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.errors import ForbiddenError, HitlakeError, NotFoundError


@dataclass(frozen=True, slots=True)
class PathValue:
    """A named part of a path."""

    means: str
    schema: Mapping[str, object]
    example: object
    missing: type[HitlakeError]
    """Raised where the account has nothing of this name."""


@dataclass(frozen=True, slots=True)
class Api:
    version: str
    """As it stands in the path."""
    name: str
    about: str
    """Paragraphs of plain text."""
    path_values: Mapping[str, PathValue]

    @property
    def path(self) -> str:
        return f"/api/{self.version}"


_ROWS = (
    "What is read comes as JSON, or as rows for who asks with `Accept`: `text/csv`, or an Arrow IPC stream as "
    "`application/vnd.apache.arrow.stream`, with instants as timestamps. The rows are those of the answer's list; an "
    "answer with several has them one below another, after a row of its totals, and the column `list` says which one "
    "a row is of; one without a list is a single row. Further pages are asked for as in JSON."
)

_KEYS = (
    "Keys go into the header `Authorization: Bearer KEY`. Keys that begin with `tly-ro-` may read, those that begin "
    "with `tly-fa-` may also write. An error is a JSON object with the text `error`, whatever its status."
)

V1 = Api(
    "v1",
    "Tinylytics API v1",
    "Sites with their hits, leaderboards, journeys and uptime, and hits and events that programs send.\n\n"
    f"{_KEYS}\n\n{_ROWS}\n\n"
    "Instants are in UTC with Z; dates mean days in the site's time zone, unless `time_zone=utc` is asked for. A key "
    "makes 1,000 requests an hour, unless the server is set differently; the headers `X-RateLimit-...` say what is "
    "left.",
    {
        "site_id": PathValue(
            "The site's `id`, or its `uid`.",
            {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": "^[0-9A-Za-z]+$"}]},
            1,
            NotFoundError,
        ),
        "uid": PathValue("The kudo's `uid`.", {"type": "string", "pattern": r"^[^\s/]+$"}, "8fz4kQpL", NotFoundError),
    },
)

V2 = Api(
    "v2",
    "Analytics Platform API v2",
    "What a range of days adds up to, who is there now, events, and pageviews day by day.\n\n"
    f"{_KEYS}\n\n{_ROWS}\n\n"
    "Days are those of the site's time zone. A key makes 100 requests a minute, unless the server is set differently; "
    "the headers `X-RateLimit-...` say what is left, and when the next window begins in epoch milliseconds.",
    {
        "site_id": PathValue(
            "The site's `siteId`.",
            {"type": "string", "pattern": "^[0-9a-f]{24}$"},
            "6507f1f77bcf86cd79943901",
            ForbiddenError,
        ),
    },
)
