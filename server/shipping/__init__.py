"""How Hitlake reaches those who run it: the single binary, the container, the service, the proxies before it."""
