"""Making certificates (X.509): an authority of our own, what it vouches for, and who stamps the time."""

from __future__ import annotations

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tongban.kernel.clock import now

CA_YEARS, CERTIFICATE_YEARS = 20, 10
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def vouched(key: ec.EllipticCurvePrivateKey) -> tuple[bytes, bytes]:
    """Return a new authority and its certificate for the key, in PEM; the authority's own key is not kept."""
    authority_key = ec.generate_private_key(ec.SECP256R1())
    name = _name("通办 电子文书根证书")
    authority = _certify(name, name, authority_key, authority_key, CA_YEARS, authority=True)
    certificate = _certify(_name("通办 电子签章"), name, key, authority_key, CERTIFICATE_YEARS)
    pem = serialization.Encoding.PEM
    return authority.public_bytes(pem), certificate.public_bytes(pem)


def of_stamper(key: rsa.RSAPrivateKey) -> bytes:
    """Return the certificate, in PEM, of the time stamps that an installation gives itself; nobody else vouches."""
    name = _name("通办 本机时间戳（非第三方）")
    return _certify(name, name, key, key, CERTIFICATE_YEARS, stamping=True).public_bytes(serialization.Encoding.PEM)


def _certify(
    subject: x509.Name,
    issuer: x509.Name,
    key: Key,
    issuer_key: Key,
    years: int,
    *,
    authority: bool = False,
    stamping: bool = False,
) -> x509.Certificate:
    # A year back, so that what the demo signs on its past days is signed within the certificate's time.
    start = now() - dt.timedelta(days=365)
    usage = x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=365 * years))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if stamping:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.sign(issuer_key, hashes.SHA256())


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
