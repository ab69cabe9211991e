"""One check: ask for a page, follow where it leads, and say how that went."""

import asyncio
import time
from collections.abc import Callable

import httpcore
import httpx

from schemas.errors import ForbiddenError
from schemas.uptime import Check
from server.uptime.failures import failure_text
from server.uptime.guard import Guard
from server.uptime.transport import GuardedTransport, trusting_tls

USER_AGENT = "Mozilla/5.0 (compatible; Hitlake-Uptime/1.0; checks whether this site is up for its owner)"
MOST_REDIRECTS = 10
MOST_BODY_BYTES = 65_536
"""Of an answer; enough to see that it comes."""
MOST_REASON_LETTERS = 200


class _NoAnswerError(Exception):
    """The request led to no answer that could be judged; its text says why."""


class Prober:
    """To be used in one event loop. No check takes longer than `timeout_seconds`."""

    def __init__(self, guard: Guard, now_ms: Callable[[], int], timeout_seconds: float) -> None:
        self._guard = guard
        self._now_ms = now_ms
        self._timeout_seconds = timeout_seconds
        self._tls = trusting_tls()

    async def check(self, url: str) -> Check:
        """Raises nothing: whatever goes wrong is the check's error."""
        checked_ms, started = self._now_ms(), time.perf_counter()
        try:
            async with asyncio.timeout(self._timeout_seconds):
                return await self._ask(url, checked_ms)
        except TimeoutError:
            error = f"no answer within {self._timeout_seconds:g} seconds"
        except _NoAnswerError as trouble:
            error = str(trouble)
        except (ForbiddenError, httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as trouble:
            error = failure_text(trouble)
        except (httpx.HTTPError, httpx.InvalidURL, httpcore.UnsupportedProtocol, OSError, ValueError) as trouble:
            error = failure_text(trouble)
        return Check(checked_ms=checked_ms, up=False, error=error, milliseconds=_since(started))

    async def _ask(self, url: str, checked_ms: int) -> Check:
        transport = GuardedTransport(self._guard, self._tls)
        headers = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
        async with httpx.AsyncClient(
            transport=transport, headers=headers, timeout=self._timeout_seconds, trust_env=False
        ) as client:
            started = time.perf_counter()
            response = await _final_answer(client, url)
            milliseconds = _since(started)
            await _read_some(response)
        up = 200 <= response.status_code < 400
        error = None if up else f"{response.status_code} {_reason(response)}".rstrip()
        return Check(checked_ms=checked_ms, up=up, status=response.status_code, error=error, milliseconds=milliseconds)


async def _final_answer(client: httpx.AsyncClient, url: str) -> httpx.Response:
    """The answer that leads nowhere else, its body still to be read."""
    seen = set()
    request = client.build_request("GET", url)
    for _ in range(MOST_REDIRECTS + 1):
        seen.add(request.url)
        response = await client.send(request, stream=True)
        if response.next_request is None:
            return response
        await response.aclose()
        request = response.next_request
    # A page may well lead to itself once, after it has set a cookie.
    if request.url in seen:
        raise _NoAnswerError(f"redirects in circles, by way of {_shown(request.url)}")
    raise _NoAnswerError(f"more than {MOST_REDIRECTS} redirects, the last one to {_shown(request.url)}")


async def _read_some(response: httpx.Response) -> None:
    count = 0
    try:
        async for part in response.aiter_raw():
            count += len(part)
            if count >= MOST_BODY_BYTES:
                break
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise _NoAnswerError("the answer breaks off in its middle") from error
    finally:
        await response.aclose()


def _reason(response: httpx.Response) -> str:
    reason = "".join(letter if letter.isprintable() else " " for letter in response.reason_phrase)
    return reason[:MOST_REASON_LETTERS].strip()


def _shown(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.host}{url.path}"[:MOST_REASON_LETTERS]


def _since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
