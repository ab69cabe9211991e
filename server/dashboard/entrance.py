"""The first start, signing in and signing out."""

import hmac
from datetime import timedelta

from starlette.responses import Response

from engine.reports.series import daily
from schemas.errors import HitlakeError, NotFoundError, RateLimitedError
from schemas.questions import Days
from schemas.sites import Account, Site
from server.app import App
from server.dashboard.forms import Form, read_form
from server.dashboard.pages import (
    Person,
    own_address,
    own_site,
    page,
    private_form,
    private_page,
    redirect,
    rendered,
    sign_in,
    sign_out,
    signed_in,
)
from server.http.calls import Call

WRONG = "The email or the password is not right."


@page
async def home(call: Call) -> Response:
    person = signed_in(call)
    if person is not None:
        return redirect(first_address(call, person.account.id))
    if call.app.registry.accounts.all():
        return redirect("/login")
    return rendered(call, "welcome.html", title="Hitlake")


@page
async def setup_page(call: Call) -> Response:
    _check_setup(call)
    return rendered(call, "setup.html", title="Set up Hitlake", form={}, error="")


@page
async def setup(call: Call) -> Response:
    """Makes the first account and its first site, once."""
    form = await read_form(call)
    _check_setup(call)
    try:
        account, site = await call.app.ask(_set_up, call.app, form)
    except HitlakeError as error:
        return rendered(call, "setup.html", status=422, title="Set up Hitlake", form=form, error=str(error))
    return sign_in(call, account.id, f"/sites/{site.uid}/start")


def _check_setup(call: Call) -> None:
    is_token = hmac.compare_digest(call.values["token"].encode(), call.app.dashboard.setup_token.encode())
    if not is_token or call.app.registry.accounts.all():
        raise NotFoundError(
            "This set-up link does not hold any more: sign in, or start the server again for a new one."
        )


def _set_up(app: App, form: Form) -> tuple[Account, Site]:
    """What cannot be is told before anything is made: the site's values are checked with the account's."""
    from engine.registry.domains import domain_name

    domain = domain_name(form.get("domain", ""))
    zone = form.get("time_zone") or "UTC"
    account = app.registry.accounts.add(form.get("email", ""), None, form.get("password", ""), zone)
    return account, app.registry.sites.add(account.id, domain, form.get("label") or None)


@page
async def login_page(call: Call) -> Response:
    return rendered(call, "login.html", title="Sign in", email="", error="", next=_next(call.query.get("next", "")))


@page
async def login(call: Call) -> Response:
    form = await read_form(call)
    email, goal = form.get("email", ""), _next(form.get("next", ""))
    names = ((call.app.dashboard.failures_of_address, call.address or ""),
             (call.app.dashboard.failures_of_email, email.lower()))  # fmt: skip
    try:
        for throttle, name in names:
            throttle.check(name, call.now_ms)
    except RateLimitedError as error:
        return rendered(call, "login.html", status=429, title="Sign in", email=email, error=str(error), next=goal)
    # Noted before it is known: guesses that come all at once are counted too.
    for throttle, name in names:
        throttle.note(name, call.now_ms)
    account = await call.app.ask(call.app.registry.accounts.verify, email, form.get("password", ""))
    if account is None:
        return rendered(call, "login.html", status=401, title="Sign in", email=email, error=WRONG, next=goal)
    for throttle, name in names:
        throttle.forget(name)
    return sign_in(call, account.id, goal or first_address(call, account.id))


@private_form
async def logout(call: Call, _person: Person, _form: Form) -> Response:
    return sign_out(call)


def first_address(call: Call, account_id: int) -> str:
    sites = call.app.registry.sites.of_account(account_id)
    return f"/sites/{sites[0].uid}" if len(sites) == 1 else "/sites"


def _next(address: str) -> str:
    """An address of this server, or nothing."""
    is_own = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if is_own else ""


@private_page
async def start_page(call: Call, person: Person) -> Response:
    """The snippet, and whether a hit has come."""
    site = own_site(call, person)
    has_hits = await call.app.ask(_has_hits, call.app, site)
    if "poll" in call.query:
        return Response(b'{"hit":true}' if has_hits else b'{"hit":false}', media_type="application/json")
    address, title = own_address(call), f"Begin · {site.label}"
    return rendered(call, "start.html", person, title=title, site=site, address=address, has_hits=has_hits)


def _has_hits(app: App, site: Site) -> bool:
    today = app.lake.calendar.today(site.id)
    return bool(daily(app.sources, site, Days(today - timedelta(days=30), today + timedelta(days=2))))
