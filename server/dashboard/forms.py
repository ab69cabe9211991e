"""What forms send."""

from urllib.parse import parse_qsl

from schemas.errors import BadInputError, ForbiddenError
from server.http.bodies import bounded_body
from server.http.calls import Call

MOST_BYTES = 65_536
MOST_FIELDS = 100

Form = dict[str, str]
"""Field to text, stripped; of a field that came twice, the last."""


async def read_form(call: Call) -> Form:
    """Raises BadInputError for what is no form, ForbiddenError for one from another site."""
    _check_origin(call)
    kind = call.media_type
    if kind not in (b"application/x-www-form-urlencoded", b""):
        raise BadInputError(f"content-type is {kind.decode('latin-1')!r}; this address reads forms")
    body = await bounded_body(call.headers, call.receive, MOST_BYTES)
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise BadInputError("the form cannot be read") from None
    # A password may begin or end with a space.
    return {name: text if "password" in name else text.strip() for name, text in pairs}


def _check_origin(call: Call) -> None:
    """A browser says whose page sends the form; what says nothing is no browser, and still lacks the token."""
    site = call.headers.get(b"sec-fetch-site")
    origin = call.headers.get(b"origin")
    if site is not None:
        is_own = site in (b"same-origin", b"none")
    elif origin is not None:
        is_own = origin.partition(b"://")[2] == call.headers.get(b"host")
    else:
        is_own = True
    if not is_own:
        raise ForbiddenError("this form was sent from a page of another site")
