import asyncio
import socket
from itertools import pairwise

from server.http.accepting import AT_ONCE, Accepting

BURST = 3 * AT_ONCE


class Taken(asyncio.Protocol):
    def __init__(self, transports: list[asyncio.BaseTransport]) -> None:
        self._transports = transports

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transports.append(transport)


async def taken_in_turns(listener: socket.socket) -> list[int]:
    """How many connections were taken by each turn of the loop, until all were."""
    transports: list[asyncio.BaseTransport] = []
    turns = [0]
    accepting = Accepting(listener, lambda: Taken(transports))
    accepting.start()
    while len(transports) < BURST:
        await asyncio.sleep(0)
        turns.append(len(transports))
    accepting.stop()
    for transport in transports:
        transport.close()
    await asyncio.sleep(0)
    return [after - before for before, after in pairwise(turns)]


def test_a_burst_of_connections_is_taken_in_turns() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=BURST) as listener:
        clients = [socket.create_connection(listener.getsockname()) for _ in range(BURST)]
        turns = asyncio.run(asyncio.wait_for(taken_in_turns(listener), 30))
        assert sum(turns) == BURST
        assert max(turns) <= AT_ONCE
        for client in clients:
            client.close()


def test_what_is_stopped_takes_no_more() -> None:
    async def stopped(listener: socket.socket) -> None:
        accepting = Accepting(listener, asyncio.Protocol)
        accepting.start()
        accepting.stop()
        with socket.create_connection(listener.getsockname()):
            for _ in range(10):
                await asyncio.sleep(0)
            waiting, _ = listener.accept()
            waiting.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        asyncio.run(stopped(listener))
