"""HTTPS from the files of a certificate and its key, which may be renewed while the server runs."""

import logging
import os
import ssl
from pathlib import Path

from schemas.errors import BadInputError

_LOG = logging.getLogger("hitlake")


class Tls:
    """Connections that are made after `look` bear what the files hold then."""

    def __init__(self, certificate: Path, key: Path) -> None:
        """`certificate` holds the chain, the server's own first, in PEM. Raises BadInputError."""
        self._certificate, self._key = certificate, key
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        self.context.set_alpn_protocols(["http/1.1"])
        self._stamp = self._stamped()
        self._load(self.context)

    def look(self) -> None:
        """Loads files that have changed. What cannot be used is logged, and the certificate stays as it was."""
        try:
            stamp = self._stamped()
            if stamp == self._stamp:
                return
            self._stamp = stamp
            # On the side first: a context with one file of each kind would refuse every connection.
            self._load(ssl.create_default_context(ssl.Purpose.CLIENT_AUTH))
            self._load(self.context)
        except BadInputError as error:
            _LOG.error("HTTPS goes on with the certificate it has: %s", error)
        else:
            _LOG.info("HTTPS has a new certificate: %s has changed", self._certificate)

    def _stamped(self) -> tuple[tuple[int, int], ...]:
        """Changes with the files; through links, as certbot renews them."""
        stats = [_stat(path) for path in (self._certificate, self._key)]
        return tuple((found.st_mtime_ns, found.st_ino) for found in stats)

    def _load(self, context: ssl.SSLContext) -> None:
        try:
            # With a password of nothing, since OpenSSL would ask for one at the terminal.
            context.load_cert_chain(self._certificate, self._key, password="")
        except ssl.SSLError as error:
            raise BadInputError(_what_is_wrong(error, self._certificate, self._key)) from error
        except OSError as error:
            raise _unreadable(error, self._certificate, self._key) from error


def opened_tls(certificate: Path | None, key: Path | None) -> Tls | None:
    """None where neither is set. Raises BadInputError."""
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        there, missing = ("tls_key", "tls_certificate") if certificate is None else ("tls_certificate", "tls_key")
        raise BadInputError(f"{there} needs {missing} too: a certificate is of use with its key only")
    return Tls(certificate, key)


def _stat(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except OSError as error:
        raise _unreadable(error, path) from error


def _unreadable(error: OSError, *paths: Path) -> BadInputError:
    named = error.filename or " or ".join(map(str, paths))
    return BadInputError(f"{named} cannot be read: {error.strerror}")


def _what_is_wrong(error: ssl.SSLError, certificate: Path, key: Path) -> str:
    if error.reason == "KEY_VALUES_MISMATCH":
        return f"the key in {key} is not that of the certificate in {certificate}"
    for path, word in ((certificate, "CERTIFICATE"), (key, "PRIVATE KEY")):
        if f"{word}-----" not in path.read_text(errors="replace"):
            return f"{path} holds no {word.lower()} in PEM, which has a line -----BEGIN {word}-----"
    if "ENCRYPTED" in key.read_text(errors="replace"):
        return f"the key in {key} is encrypted: a server that starts by itself needs one without a password"
    return f"{certificate} and {key} cannot be used: {error.reason or error}"
