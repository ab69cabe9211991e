"""Settings, API keys: made, shown once, revoked."""

from starlette.responses import Response

from schemas.errors import BadInputError, NotFoundError
from schemas.sites import AccessType
from server.dashboard.forms import Form
from server.dashboard.pages import Person, private_form, private_page, redirect, rendered
from server.http.calls import Call

LONGEST_NAME = 100


@private_page
async def keys_page(call: Call, person: Person) -> Response:
    return _page(call, person)


@private_form
async def create(call: Call, person: Person, form: Form) -> Response:
    """The answer is the only page that ever shows the secret."""
    name, access = form.get("name", ""), form.get("access", "")
    if len(name) > LONGEST_NAME:
        raise BadInputError(f"The name has {len(name)} characters; at most {LONGEST_NAME} are allowed.")
    if access not in list(AccessType):
        raise BadInputError(f"access is {access!r}; allowed are {', '.join(AccessType)}")
    _, secret = call.app.registry.keys.create(person.account.id, name, AccessType(access))
    return _page(call, person, secret)


@private_form
async def revoke(call: Call, person: Person, _form: Form) -> Response:
    keys = call.app.registry.keys
    key_id = call.values["key_id"]
    own = [key for key in keys.list(person.account.id) if str(key.id) == key_id]
    if not own:
        raise NotFoundError("You have no such key.")
    keys.revoke(own[0].id)
    return redirect("/settings/keys")


def _page(call: Call, person: Person, secret: str = "") -> Response:
    keys = call.app.registry.keys
    rows = [(key, keys.last_used_at(key)) for key in reversed(keys.list(person.account.id))]
    return rendered(call, "keys.html", person, title="API keys", keys=rows, secret=secret)
