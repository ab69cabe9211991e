"""All checks, in the order in which they are told."""

from collections.abc import Callable, Iterator

from server.doctor.case import Case
from server.doctor.checks.backups import check_backups
from server.doctor.checks.clock import check_clock
from server.doctor.checks.disk import check_disk
from server.doctor.checks.geo import check_geo
from server.doctor.checks.https import check_https
from server.doctor.checks.mail import check_mail
from server.doctor.checks.permissions import check_permissions
from server.doctor.checks.running import check_running
from server.doctor.checks.settings import check_settings
from server.doctor.checks.version import check_version
from server.doctor.checks.visitors import check_visitors
from server.doctor.findings import Finding, problem

CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    check_settings,
    check_permissions,
    check_disk,
    check_version,
    check_clock,
    check_running,
    check_https,
    check_visitors,
    check_mail,
    check_geo,
    check_backups,
)


def examine(case: Case) -> Iterator[Finding]:
    """Every check is made, whatever becomes of the others."""
    for check in CHECKS:
        try:
            yield from check(case)
        except OSError as error:
            name = check.__name__.removeprefix("check_")
            yield problem(name, str(error), "let this user read it, or run doctor as the user who owns the data")
