"""The same uvicorn as Hitlake's, answering an empty 202: what ingest is compared with. `python -m benchmarks.empty`."""

from starlette.types import Receive, Scope, Send

from server.serving import BACKLOG, address_of, bound_socket, http_server


async def accepted(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 202, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


if __name__ == "__main__":
    with bound_socket("127.0.0.1", 0) as listener:
        listener.listen(BACKLOG)
        print(address_of(listener), flush=True)
        http_server(accepted).run([listener])
