"""A browser's person: signed in, with the token of the forms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from server.dashboard.sessions import COOKIE
from tests.server.conftest import Running, trust


@dataclass
class Person:
    client: httpx.Client

    def token(self) -> str:
        """Of the forms of this session."""
        found = re.search(r'name="token" value="([0-9a-f]+)"', self.client.get("/settings").text)
        assert found is not None
        return found[1]

    def send(self, address: str, **fields: str) -> httpx.Response:
        return self.client.post(address, data={"token": self.token(), **fields})


@pytest.fixture
def person(running: Running) -> Iterator[Person]:
    """The owner of `running.site`. To sign in with a password takes longer than most tests, so that he has none."""
    with httpx.Client(
        base_url=running.client.base_url,
        cookies={COOKIE: running.app.dashboard.sessions.begin(running.site.account_id)},
        headers={"Accept-Language": "en-GB"},
        timeout=30,
        verify=trust(),
    ) as client:
        yield Person(client)
