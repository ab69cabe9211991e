import pytest

from engine.ingest.hosts import OwnHosts


@pytest.mark.parametrize("host", ["example.com", "blog.example.com", "a.b.example.com", "other.test", "localhost"])
def test_pages_on_own_hosts_count(host: str) -> None:
    assert host in OwnHosts("example.com", ("www.Other.test", "localhost:8080"))


@pytest.mark.parametrize("host", ["example.org", "notexample.com", "com", "sub.other.test", "localhost", "127.0.0.1"])
def test_pages_elsewhere_do_not(host: str) -> None:
    assert host not in OwnHosts("example.com", ("other.test",))


def test_a_port_makes_no_difference() -> None:
    assert "example.com" in OwnHosts("example.com:8080", ())
