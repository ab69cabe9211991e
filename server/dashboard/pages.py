"""What every page has in common: who looks at it, its headers, and errors as pages."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from schemas.errors import ForbiddenError, HitlakeError, NotFoundError, RateLimitedError
from schemas.sites import Account, Site
from server.dashboard.forms import Form, read_form
from server.dashboard.numbers import Numbers
from server.dashboard.sessions import COOKIE, DAYS
from server.http.calls import Call
from server.http.compression import compressed
from server.http.errors import INTERNAL, STATUS, log_bug

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}

Handler = Callable[[Call], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in."""

    account: Account
    form_token: str


def page(handler: Handler) -> Handler:
    """Everybody may look at it."""

    async def answer(call: Call) -> Response:
        try:
            response = await handler(call)
        except HitlakeError as error:
            response = error_page(call, error)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return compressed(response, call.headers)

    return answer


def private_page(handler: Callable[[Call, Person], Awaitable[Response]]) -> Handler:
    """For who is signed in; others sign in first and come back."""

    async def answer(call: Call) -> Response:
        person = signed_in(call)
        if person is None:
            path = call.scope["path"]
            query = call.scope["query_string"].decode("latin-1")
            return redirect("/login?next=" + quote(path + (f"?{query}" if query else ""), safe=""))
        return await handler(call, person)

    return page(answer)


def private_form(handler: Callable[[Call, Person, Form], Awaitable[Response]]) -> Handler:
    """What a signed-in person's form sends to."""

    async def answer(call: Call) -> Response:
        form = await read_form(call)
        person = signed_in(call)
        if person is None:
            return redirect("/login")
        if not call.app.dashboard.sessions.is_form_token(_cookie(call), form.get("token", "")):
            raise ForbiddenError("this form is too old: go back, load its page again and send it once more")
        return await handler(call, person, form)

    return page(answer)


def signed_in(call: Call) -> Person | None:
    cookie = _cookie(call)
    sessions = call.app.dashboard.sessions
    account_id = sessions.account_id(cookie) if cookie else None
    account = call.app.registry.accounts.by_id(account_id) if account_id is not None else None
    return Person(account, sessions.form_token(cookie)) if account else None


def own_site(call: Call, person: Person) -> Site:
    """The site of the path. NotFoundError alike for another account's and for none."""
    site = call.app.registry.sites.by_uid(call.values["uid"])
    if site is None or site.account_id != person.account.id:
        raise NotFoundError("You have no site of this name.")
    return site


def rendered(call: Call, template: str, person: Person | None = None, status: int = 200, **values: Any) -> Response:
    known = {
        "person": person,
        "numbers": numbers_of(call),
        "site": None,
        "path": call.scope["path"],
        "title": "Hitlake",
    }
    if person is not None:
        known["sites"] = call.app.registry.sites.of_account(person.account.id)
    text = call.app.dashboard.rendering.page(template, known | values)
    return Response(text, status, media_type="text/html")


def own_address(call: Call) -> str:
    """Of this server: as the settings have it, or as the browser reached it."""
    host = call.headers.get(b"host", b"").decode("latin-1")
    scheme = call.headers.get(b"x-forwarded-proto", b"http").decode("latin-1")
    return call.app.settings.base_url or f"{scheme}://{host}"


def numbers_of(call: Call) -> Numbers:
    """As the reader writes them."""
    return Numbers.of(call.headers.get(b"accept-language", b"").decode("latin-1"))


def error_page(call: Call, error: HitlakeError) -> Response:
    status = STATUS[type(error)]
    if status == 500:
        log_bug(error)
    text = INTERNAL if status == 500 else str(error)
    response = rendered(call, "error.html", signed_in(call), status, text=text, title="Not possible")
    if isinstance(error, RateLimitedError):
        response.headers["retry-after"] = str(error.retry_after_seconds)
    return response


def redirect(address: str) -> Response:
    return Response(status_code=303, headers={"location": address})


def sign_in(call: Call, account_id: int, address: str) -> Response:
    """To the address, with the cookie of a new session."""
    response = redirect(address)
    cookie = call.app.dashboard.sessions.begin(account_id)
    response.headers["set-cookie"] = f"{COOKIE}={cookie}; Max-Age={DAYS * 86400}; {_cookie_attributes(call)}"
    return response


def sign_out(call: Call) -> Response:
    response = redirect("/login")
    response.headers["set-cookie"] = f"{COOKIE}=; Max-Age=0; {_cookie_attributes(call)}"
    return response


def _cookie_attributes(call: Call) -> str:
    secure = "; Secure" if call.app.settings.address.startswith("https:") else ""
    return f"Path=/; HttpOnly; SameSite=Lax{secure}"


def _cookie(call: Call) -> str:
    try:
        found = SimpleCookie(call.headers.get(b"cookie", b"").decode("latin-1")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""
