"""Certificates and keys out of their PEM."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asn1crypto import keys, x509


def certificate_of(data: bytes) -> x509.Certificate:
    """Return the one certificate of a PEM. Raises ValueError when it is none."""
    from asn1crypto import pem, x509  # late: see tongban.kernel.signing.pades

    found = x509.Certificate.load(pem.unarmor(data)[2])
    # Reading is lazy: what is not one shows only now.
    found.issuer.dump()
    return found


def certificates_of(data: bytes) -> list[x509.Certificate]:
    """Return every certificate of a PEM with several, none for an empty one. Raises ValueError."""
    if not data.strip():
        return []
    from asn1crypto import pem, x509  # late: as above

    found = [x509.Certificate.load(der) for _type, _headers, der in pem.unarmor(data, multiple=True)]
    for each in found:
        each.issuer.dump()
    return found


def private_key_of(data: bytes) -> keys.PrivateKeyInfo:
    """Return the private key of a PEM."""
    from asn1crypto import keys, pem  # late: as above

    return keys.PrivateKeyInfo.load(pem.unarmor(data)[2])
