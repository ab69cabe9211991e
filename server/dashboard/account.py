"""Settings of the account."""

from starlette.responses import Response

from schemas.errors import BadInputError, HitlakeError
from server.dashboard.forms import Form
from server.dashboard.pages import Person, private_form, private_page, redirect, rendered, sign_in
from server.http.calls import Call


@private_page
async def settings_page(call: Call, person: Person) -> Response:
    return _page(call, person)


@private_form
async def change(call: Call, person: Person, form: Form) -> Response:
    """A new password ends the sessions on all other devices."""
    what = form.get("do", "")
    try:
        if what == "time_zone":
            call.app.registry.accounts.set_time_zone(person.account.id, form.get("time_zone", ""))
            return redirect("/settings?changed=time_zone")
        if what != "password":
            raise BadInputError(f"do is {what!r}; allowed are password, time_zone")
        await _change_password(call, person, form)
    except HitlakeError as error:
        return _page(call, person, form, str(error), 422)
    call.app.dashboard.sessions.end_all(person.account.id)
    return sign_in(call, person.account.id, "/settings?changed=password")


async def _change_password(call: Call, person: Person, form: Form) -> None:
    accounts, throttle = call.app.registry.accounts, call.app.dashboard.failures_of_email
    throttle.check(person.account.email, call.now_ms)
    throttle.note(person.account.email, call.now_ms)
    if await call.app.ask(accounts.verify, person.account.email, form.get("old_password", "")) is None:
        raise BadInputError("The present password is not right.")
    throttle.forget(person.account.email)
    await call.app.ask(accounts.set_password, person.account.id, form.get("new_password", ""))


def _page(call: Call, person: Person, form: Form | None = None, error: str = "", status: int = 200) -> Response:
    return rendered(
        call,
        "account.html",
        person,
        status,
        title="Account",
        error=error,
        is_changed=call.query.get("changed", ""),
        time_zone=(form or {}).get("time_zone") or person.account.time_zone,
    )
