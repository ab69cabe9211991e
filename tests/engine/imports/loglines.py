"""Log lines of our own making."""

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def combined(
    target: str = "/",
    *,
    address: str = "192.0.2.10",
    time: str = "22/Nov/2026:08:30:00 +0000",
    method: str = "GET",
    status: int = 200,
    referrer: str = "-",
    agent: str = AGENT,
) -> str:
    return f'{address} - - [{time}] "{method} {target} HTTP/1.1" {status} 512 "{referrer}" "{agent}"'


def common(target: str = "/", *, address: str = "192.0.2.10", time: str = "22/Nov/2026:08:30:00 +0000") -> str:
    return f'{address} - - [{time}] "GET {target} HTTP/1.0" 200 512'


def text(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
