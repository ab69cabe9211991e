"""Checks of real servers."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from schemas.uptime import Check
from server.uptime.guard import Guard
from server.uptime.probe import MOST_BODY_BYTES, USER_AGENT, Prober
from tests.server.uptime.papers import NOW, Authority
from tests.server.uptime.sites import WebSite, answer, talker, web_site

INSIDE = Guard(["127.0.0.1"])
CHUNK = b"40\r\n" + b"x" * 64 + b"\r\n"


async def _check(url: str, guard: Guard = INSIDE, timeout_seconds: float = 20) -> Check:
    return await Prober(guard, lambda: 123, timeout_seconds).check(url)


def _of(path: str = "/", /, **answers: bytes) -> tuple[Check, WebSite]:
    async def act() -> tuple[Check, WebSite]:
        async with web_site(**answers) as site:
            return await _check(site.url + path), site

    return asyncio.run(act())


@pytest.mark.parametrize("status", [200, 204, 299, 300, 304, 399])
def test_a_2xx_or_3xx_answer_is_up(status: int) -> None:
    check, site = _of(index=answer(status, "Fine", body=b""))
    assert (check.checked_ms, check.up, check.status, check.error) == (123, True, status, None)
    assert f"user-agent: {USER_AGENT}".lower() in site.requests[0].lower()


@pytest.mark.parametrize(
    ("status", "reason", "error"),
    [
        (404, "Not Found", "404 Not Found"),
        (599, "", "599"),
        (530, "Custom Cloudflare Error", "530 Custom Cloudflare Error"),
        (503, "x" * 500, "503 " + "x" * 200),
    ],
)
def test_any_other_answer_is_down_and_told_as_the_server_words_it(status: int, reason: str, error: str) -> None:
    check, _ = _of(index=answer(status, reason))
    assert (check.up, check.status, check.error) == (False, status, error)


def test_redirects_are_followed_to_their_end() -> None:
    check, site = _of(index=answer(301, location="/a"), a=answer(302, location="b?c=d"), **{"b?c=d": answer(200)})
    assert (check.up, check.status) == (True, 200)
    assert [head.split(" ")[1] for head in site.requests] == ["/", "/a", "/b?c=d"]


def test_the_end_of_redirects_counts() -> None:
    check, _ = _of(index=answer(301, location="/gone"), gone=answer(410, "Gone"))
    assert (check.up, check.status, check.error) == (False, 410, "410 Gone")


def test_redirects_in_circles_are_down() -> None:
    check, site = _of(index=answer(302, location="/a"), a=answer(302, location="/"))
    assert (check.up, check.status, len(site.requests)) == (False, None, 11)
    assert check.error == "redirects in circles, by way of http://127.0.0.1/a"


def test_redirects_without_end_are_down() -> None:
    check, _ = _of("/0", **{str(page): answer(302, location=f"/{page + 1}") for page in range(20)})
    assert check.error == "more than 10 redirects, the last one to http://127.0.0.1/11"


def test_a_page_that_leads_to_itself_once_to_set_a_cookie_is_up() -> None:
    async def act() -> Check:
        async with web_site(index=answer(302, location="/", set_cookie="seen=1")) as site:
            checking = asyncio.create_task(_check(site.url))
            while not site.requests:
                await asyncio.sleep(0)
            site.answers["/"] = answer(200)
            return await checking

    assert asyncio.run(act()).up


def test_nobody_is_led_inside_by_a_redirect() -> None:
    async def act() -> tuple[list[Check], list[str]]:
        async with web_site() as inside, web_site() as outside:
            guard = Guard([f"127.0.0.1:{outside.port}"])
            checks = []
            for host in (f"127.0.0.1:{inside.port}", f"localhost:{inside.port}", "169.254.169.254", "[::1]"):
                outside.answers["/"] = answer(302, location=f"http://{host}/latest")
                checks.append(await _check(outside.url, guard))
            return checks, inside.requests

    checks, requests = asyncio.run(act())
    assert [check.up for check in checks] == [False] * 4
    assert [check.error for check in checks] == [
        "127.0.0.1 has no public address",
        "localhost has no public address",
        "169.254.169.254 has no public address",
        "::1 has no public address",
    ]
    assert requests == []


def test_a_name_that_changes_its_address_between_looks_reaches_only_what_was_judged() -> None:
    async def act() -> tuple[Check, Check, list[str]]:
        async with web_site() as inside:
            answers = [["192.0.2.1"], ["127.0.0.1"]]

            async def rebinding(_host: str, _port: int) -> list[str]:
                return answers.pop(0)

            prober = Prober(Guard(resolve=rebinding), lambda: 0, 20)
            url = f"http://rebinding.example:{inside.port}"
            return await prober.check(url), await prober.check(url), inside.requests

    first, second, requests = asyncio.run(act())
    assert [check.error for check in (first, second)] == ["rebinding.example has no public address"] * 2
    assert requests == []


@pytest.mark.parametrize("location", ["ftp://example.com/", "file:///etc/passwd"])
def test_a_redirect_to_something_else_than_http_is_down(location: str) -> None:
    check, _ = _of(index=answer(302, location=location))
    assert (check.up, check.status) == (False, None)
    assert check.error == "redirects to an address that is neither http nor https"


@pytest.mark.parametrize("location", ["http://[", "http://x:99999/", "http://x:y/", "http:// /", "//"])
def test_a_redirect_to_nonsense_is_down(location: str) -> None:
    check, _ = _of(index=answer(302, location=location))
    assert (check.up, check.error is not None) == (False, True)


def test_a_redirect_without_an_address_is_an_answer() -> None:
    check, _ = _of(index=answer(302))
    assert (check.up, check.status) == (True, 302)


@pytest.mark.parametrize(
    "garbage",
    [
        *(b"SSH-2.0-OpenSSH_9\r\n\r\n", b"\x00\xff" * 100, b"HTTP/1.1 abc\r\n\r\n", b""),
        b"HTTP/1.1 200 OK\r\n" + b"a" * 200_000,
    ],
)
def test_garbage_is_down(garbage: bytes) -> None:
    check, _ = _of(index=garbage)
    assert (check.up, check.status, check.error) == (False, None, "the answer is not HTTP")


@pytest.mark.parametrize(
    "said", [b"", b"HTTP/1.1 200 OK\r\ncontent-le", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n"]
)
def test_a_server_that_hangs_is_down_after_the_time_out(said: bytes) -> None:
    async def act() -> Check:
        async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(said)
            await reader.read()

        async with talker(hang) as port:
            return await _check(f"http://127.0.0.1:{port}", timeout_seconds=0.2)

    check = asyncio.run(act())
    assert (check.up, check.status, check.error) == (False, None, "no answer within 0.2 seconds")
    assert check.milliseconds >= 200


def test_of_an_endless_body_only_a_bounded_part_is_read() -> None:
    sent = 0

    async def act() -> Check:
        async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal sent
            writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
            while not writer.transport.is_closing():
                writer.write(CHUNK * 100)
                sent += 100 * len(CHUNK)
                await writer.drain()
                await asyncio.sleep(0)

        async with talker(pour) as port:
            return await _check(f"http://127.0.0.1:{port}")

    assert asyncio.run(act()).up
    assert MOST_BODY_BYTES <= sent < 20_000_000


def test_an_answer_that_breaks_off_is_down() -> None:
    check, _ = _of(index=b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")
    assert (check.up, check.error) == (False, "the answer breaks off in its middle")


def test_a_server_that_is_not_there_is_down_and_up_again_when_it_comes_back() -> None:
    async def act() -> list[Check]:
        async with web_site() as site:
            checks = [await _check(site.url)]
            await site.go()
            checks.append(await _check(site.url))
            await site.come()
            return [*checks, await _check(site.url)]

    checks = asyncio.run(act())
    assert [check.up for check in checks] == [True, False, True]
    assert checks[1].error == "connection refused"


def test_an_unknown_name_is_down() -> None:
    check = asyncio.run(_check("http://nothing.invalid/"))
    assert check.error == "the name of the server is unknown (DNS)"


def test_a_site_with_a_bad_certificate_answers_all_the_same(tmp_path: Path) -> None:
    async def act() -> Check:
        tls = Authority().server_tls(tmp_path, NOW - timedelta(days=3), "other.example")
        async with web_site(tls) as site:
            return await _check(site.url)

    assert asyncio.run(act()).up


def test_tls_that_is_none_is_down() -> None:
    async def act() -> Check:
        async def speak_plainly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(1)
            writer.write(answer(400))
            await writer.drain()

        async with talker(speak_plainly) as port:
            return await _check(f"https://127.0.0.1:{port}")

    check = asyncio.run(act())
    assert not check.up
    assert check.error
    assert check.error.startswith("TLS failed: ")


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/"])
def test_by_default_the_inside_is_not_reached(address: str) -> None:
    check = asyncio.run(_check(address, Guard()))
    assert check.error
    assert check.error.endswith(" has no public address")
