"""RDAP and WHOIS servers of a made-up Internet, on 127.0.0.1."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.server.uptime.sites import WebSite, answer, talker, web_site


@dataclass
class Registries:
    """`rdap` has the bootstrap list at /dns.json; WHOIS answers by question, the root's by top-level domain."""

    rdap: WebSite
    whois_texts: dict[str, str]
    root: str = ""
    asked: list[str] = field(default_factory=list)

    @property
    def bootstrap_url(self) -> str:
        return f"{self.rdap.url}/dns.json"

    def tell(self, domain: str, expires_at: str | None) -> None:
        """Over RDAP."""
        events = [{"eventAction": "registration", "eventDate": "2001-01-01T00:00:00Z"}]
        events += [{"eventAction": "expiration", "eventDate": expires_at}] if expires_at else []
        content = {
            "objectClassName": "domain",
            "ldhName": domain.upper(),
            "events": events,
            "notices": [{"title": "x"}],
        }
        self.rdap.answers[f"/rdap/domain/{domain}"] = _json(content)


def _json(content: object) -> bytes:
    return answer(200, body=json.dumps(content).encode(), content_type="application/rdap+json")


@asynccontextmanager
async def registries(**whois_texts: str) -> AsyncIterator[Registries]:
    """Of the top-level domains com and org, with RDAP for com alone."""
    async with web_site() as rdap:
        found = Registries(rdap, whois_texts)
        rdap.answers["/dns.json"] = _json(
            {"version": "1.0", "services": [[["com", "net"], [f"{rdap.url}/rdap/"]], [["co.uk"], []]]}
        )

        async def registry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            question = (await reader.readuntil(b"\r\n")).decode().strip()
            found.asked.append(question)
            writer.write(found.whois_texts.get(question, "No match.\r\n").encode())
            await writer.drain()

        async with talker(registry) as port:

            async def root(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                question = (await reader.readuntil(b"\r\n")).decode().strip()
                found.asked.append(question)
                told = f"% IANA WHOIS server\r\n\r\ndomain: {question.upper()}\r\nwhois:        127.0.0.1:{port}\r\n"
                writer.write((told if question in {"com", "org"} else "% nothing found\r\n").encode())
                await writer.drain()

            async with talker(root) as root_port:
                found.root = f"127.0.0.1:{root_port}"
                yield found
