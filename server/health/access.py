"""Who may see the inside of the server."""

from hmac import compare_digest

from server.http.calls import Call


def may_look_inside(call: Call) -> bool:
    """Whether the request bears the key of the settings. Where none is set, nobody may.

    Not even requests of this machine: they may be a stranger's, passed on by a proxy that does not say so.
    """
    key = call.app.settings.metrics_key
    scheme, _, secret = call.headers.get(b"authorization", b"").strip().partition(b" ")
    return key is not None and scheme.lower() == b"bearer" and compare_digest(secret.strip(), key.encode())
