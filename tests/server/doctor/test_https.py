from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.doctor.checks.https import check_https
from tests.server.doctor.conftest import NOW, case_of, only
from tests.server.uptime.papers import Authority


@pytest.mark.parametrize(
    ("days", "state", "text"),
    [
        (90, "ok", "the certificate is good until 2027-02-20, 90 days from now"),
        (13, "warning", "the certificate is good until 2026-12-05, 13 days from now"),
        (-1, "problem", "the certificate ended on 2026-11-21: browsers warn of the server"),
    ],
)
def test_a_certificate_is_told_before_it_ends(data: Path, tmp_path: Path, days: int, state: str, text: str) -> None:
    Authority().server_tls(tmp_path, NOW + timedelta(days=days))
    both = tmp_path / "server.pem"
    finding = only(check_https, case_of(data, tls_certificate=both, tls_key=both))
    assert (finding.state.value, finding.text) == (state, text)


def test_nothing_is_said_where_the_server_speaks_no_https(data: Path) -> None:
    assert list(check_https(case_of(data))) == []


def test_files_that_cannot_be_used_are_a_problem(data: Path, tmp_path: Path) -> None:
    Authority().server_tls(tmp_path, datetime.now(UTC) + timedelta(days=90))
    finding = only(check_https, case_of(data, tls_certificate=tmp_path / "server.pem", tls_key=tmp_path / "none.pem"))
    assert (finding.state.value, finding.text) == (
        "problem",
        f"{tmp_path / 'none.pem'} cannot be read: No such file or directory",
    )
