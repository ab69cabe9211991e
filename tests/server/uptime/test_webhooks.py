"""Against a real receiver, which checks signatures."""

import asyncio
import json

import pytest

from schemas.uptime import Channel, NoticeKind
from server.uptime.delivery import UndeliveredError
from server.uptime.webhooks import WebhookSender, secret_key
from tests.server.uptime.notices import NOW_MS, notice
from tests.server.uptime.receiver import Receiver
from tests.server.uptime.sites import answer, talker, web_site

NOTICE = notice(NoticeKind.DOWN, Channel.WEBHOOK)


def _post(receiver: Receiver, secret: str, times: int = 1) -> list[bool]:
    async def act() -> list[bool]:
        taken = []

        async def receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            lines = [line.partition(": ") for line in head.split("\r\n")]
            headers = {name.lower(): value for name, _, value in lines}
            body = await reader.readexactly(int(headers["content-length"]))
            assert headers["content-type"] == "application/json"
            taken.append(receiver.take(headers, body))
            writer.write(answer(200))
            await writer.drain()

        async with talker(receive) as port:
            sender = WebhookSender(f"http://127.0.0.1:{port}/hook", secret, lambda: NOW_MS)
            for _ in range(times):
                await sender.send(NOTICE)
        return taken

    return asyncio.run(act())


@pytest.mark.parametrize(("secret", "key"), [("a secret", b"a secret"), ("whsec_YSBzZWNyZXQ=", b"a secret")])
def test_a_receiver_can_tell_that_a_message_is_genuine(secret: str, key: bytes) -> None:
    receiver = Receiver(key, NOW_MS // 1000)
    assert _post(receiver, secret) == [True]
    assert receiver.taken == {"msg_1": json.loads(NOTICE.content)}


def test_a_receiver_that_does_not_share_the_secret_refuses() -> None:
    assert _post(Receiver(b"another", NOW_MS // 1000), "a secret") == [False]


def test_a_message_that_comes_twice_is_known_by_its_id() -> None:
    assert _post(Receiver(b"a secret", NOW_MS // 1000), "a secret", times=2) == [True, False]


def test_a_copy_that_is_sent_later_is_too_old() -> None:
    assert _post(Receiver(b"a secret", NOW_MS // 1000 + 301), "a secret") == [False]


def test_a_secret_that_is_no_base64_is_taken_as_it_is() -> None:
    assert secret_key("whsec_äöü") == "whsec_äöü".encode()


@pytest.mark.parametrize(
    ("content", "final"),
    [
        *((answer(500), False), (answer(404), False), (answer(410), True), (answer(302, location="/"), False)),
        *((b"garbage\r\n\r\n", False), (b"", False)),
    ],
)
def test_whatever_is_not_2xx_is_not_delivered(content: bytes, final: bool) -> None:
    async def act() -> None:
        async with web_site(index=content) as site:
            await WebhookSender(f"{site.url}/", "a secret", lambda: NOW_MS).send(NOTICE)

    with pytest.raises(UndeliveredError, match="the webhook ") as caught:
        asyncio.run(act())
    assert caught.value.final is final


def test_a_receiver_that_is_not_there_may_come_back() -> None:
    async def act() -> None:
        async with web_site() as site:
            pass
        await WebhookSender(site.url, "a secret", lambda: NOW_MS).send(NOTICE)

    with pytest.raises(UndeliveredError, match="cannot be reached") as caught:
        asyncio.run(act())
    assert not caught.value.final
