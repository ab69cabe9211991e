"""The hosts whose pages count for a site."""

from engine.ingest.urls import bare_host, belongs_to


class OwnHosts:
    """A site's domain with its subdomains, and its extra hosts. Ports and www. make no difference."""

    def __init__(self, domain: str, extra_hosts: tuple[str, ...]) -> None:
        self._domain = _without_port(domain)
        self._extra = frozenset(_without_port(host) for host in extra_hosts)

    def __contains__(self, host: str) -> bool:
        return belongs_to(host, self._domain) or host in self._extra


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return bare_host(name if colon and port.isdigit() else host) or ""
