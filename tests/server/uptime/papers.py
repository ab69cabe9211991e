"""Certificates of a made-up authority, good and bad."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey
NOW = datetime.now(UTC).replace(microsecond=0)
_UNUSED = dict.fromkeys(
    ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"),
    False,
)


class Authority:
    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("Test Authority")
        usage = x509.KeyUsage(digital_signature=True, key_cert_sign=True, crl_sign=True, **_UNUSED)
        identifier = x509.SubjectKeyIdentifier.from_public_key(self._key.public_key())
        self.certificate = (
            _builder(self._name, self._name, self._key, NOW + timedelta(days=1000))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(identifier, critical=False)
            .sign(self._key, hashes.SHA256())
        )

    def trust(self) -> ssl.SSLContext:
        """Of somebody who trusts this authority alone."""
        pem = self.certificate.public_bytes(serialization.Encoding.PEM).decode()
        return ssl.create_default_context(cadata=pem)

    def server_tls(
        self, folder: Path, ends: datetime, host: str = "127.0.0.1", *, self_signed: bool = False
    ) -> ssl.SSLContext:
        """Of a server that shows a certificate for `host`, valid until `ends`."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name(host)
        alternative = x509.DNSName(host) if host[0].isalpha() else x509.IPAddress(ip_address(host))
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        certificate = (
            _builder(name, name if self_signed else self._name, key, ends)
            .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
            .add_extension(issuer, critical=False)
            .sign(key if self_signed else self._key, hashes.SHA256())
        )
        return _server_tls(folder, certificate, key)


def _builder(subject: x509.Name, issuer: x509.Name, key: Key, ends: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(NOW, ends) - timedelta(days=400))
        .not_valid_after(ends)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _server_tls(folder: Path, certificate: x509.Certificate, key: Key) -> ssl.SSLContext:
    path = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
