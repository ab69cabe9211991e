"""How long the certificate that the server shows is good for."""

from collections.abc import Iterator
from datetime import UTC, datetime

from cryptography import x509

from schemas.errors import BadInputError
from server.doctor.case import Case
from server.doctor.findings import Finding, ok, problem, warning
from server.http.tls import opened_tls

SOON_DAYS = 14
_RENEW = "renew it; a running server takes the new files by itself"


def check_https(case: Case) -> Iterator[Finding]:
    """Nothing where a proxy speaks HTTPS, or nobody does."""
    certificate, key = case.settings.tls_certificate, case.settings.tls_key
    try:
        if opened_tls(certificate, key) is None:
            return
    except BadInputError as error:
        yield problem("https", str(error), "name the files of a certificate and its key, which the server may read")
        return
    assert certificate is not None
    yield _finding(x509.load_pem_x509_certificates(certificate.read_bytes())[0], case.now_ms)


def _finding(certificate: x509.Certificate, now_ms: int) -> Finding:
    ends = certificate.not_valid_after_utc
    days = (ends - datetime.fromtimestamp(now_ms / 1000, UTC)).days
    if days < 0:
        return problem("https", f"the certificate ended on {ends:%Y-%m-%d}: browsers warn of the server", _RENEW)
    text = f"the certificate is good until {ends:%Y-%m-%d}, {days} days from now"
    return warning("https", text, _RENEW) if days < SOON_DAYS else ok("https", text)
