"""Whether the mail server takes letters of ours."""

from collections.abc import Iterator

from server.doctor.case import Case
from server.doctor.findings import Finding, ok, problem
from server.uptime.building import smtp_server


def check_mail(case: Case) -> Iterator[Finding]:
    """Connects and logs in; sends nothing."""
    from server.uptime.delivery import UndeliveredError
    from server.uptime.email import log_in

    server = smtp_server(case.settings)
    if server is None:
        yield ok("mail", "smtp_host is not set: no e-mails are sent")
        return
    name = f"{server.host} port {server.port}"
    try:
        log_in(server)
    except UndeliveredError as error:
        yield problem(
            "mail", f"{name}: {error}", "mend smtp_host, smtp_port, smtp_security, smtp_user or smtp_password"
        )
    else:
        yield ok("mail", f"{name} answers" + (" and takes the password" if server.user else ""))
