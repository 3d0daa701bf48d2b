"""Signatures: PAdES on documents behind a port, Ed25519 on the journal's checkpoints, SM3 digests.

The keys lie under TONGBAN_HOME/keys, made on first use and readable by their owner only. A city that has its own
certificate puts `document-ca.pem`, `document-cert.pem` and `document-key.pem` there instead.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import functools
import hashlib
import io
import os
import pathlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from asn1crypto import keys as asn1_keys
from asn1crypto import pem as asn1_pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tongban.kernel.clock import now
from tongban.kernel.files import bounded
from tongban.kernel.rules.signature_form import is_exact
from tongban.kernel.rules.signed_note import NoteSigner

FIELD = "Signature"
# What we sign is read in milliseconds; anybody may send anything to be verified.
MOST_CPU_SECONDS = 2.0
CA_YEARS, CERTIFICATE_YEARS = 20, 10


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a signed file is worth: `valid`, who signed it, and otherwise why not.

    A `signer` of a file that is not valid is a stranger whose signature is whole.
    """

    valid: bool
    signer: str
    reason: str


class Signer(Protocol):
    """Puts a signature on a PDF. A national cryptographic device would be another one of these."""

    def sign(self, data: bytes, *, reason: str) -> bytes: ...


class EcP256Signer:
    """PAdES B-B with an EC P-256 key that a certificate of the city's authority vouches for."""

    def __init__(self, folder: pathlib.Path) -> None:
        make_document_keys(folder)
        self._signer = signers.SimpleSigner(
            signing_cert=_certificate(folder / "document-cert.pem"),
            signing_key=_private_key(folder / "document-key.pem"),
            cert_registry=_registry(folder),
        )

    def sign(self, data: bytes, *, reason: str) -> bytes:
        """Return the PDF with the signature in an incremental update, so that what was there stays as it was."""
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD, reason=reason, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        )
        out = io.BytesIO()
        signer = signers.PdfSigner(metadata, self._signer)
        signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), output=out)
        return out.getvalue()


def sign_pdf(data: bytes, *, reason: str) -> bytes:
    """Return the PDF signed by this installation's signer."""
    return _signer(_folder()).sign(data, reason=reason)


def document_authority() -> bytes:
    """Return the certificate (PEM) that vouches for what signs the documents, to be given along with them."""
    make_document_keys(_folder())
    return (_folder() / "document-ca.pem").read_bytes()


def verify_pdf(data: bytes, authority: bytes | None = None) -> Verdict:
    """Tell whether each byte of the file is as it was when the city signed it; never raises on the file it is given.

    `authority` is the certificate (PEM) of the city's authority, this installation's where none is given.
    """
    changed = Verdict(False, "", _("文件在签名之后被改动过，或不是由本市签发"))
    try:
        root = asn1_x509.Certificate.load(asn1_pem.unarmor(document_authority() if authority is None else authority)[2])
        root.issuer.dump()
    except ValueError:
        return Verdict(False, "", _("证书读不出来"))
    try:
        reader = PdfFileReader(bounded(data, MOST_CPU_SECONDS))
        found = reader.embedded_signatures
        if not found:
            return Verdict(False, "", _("文件没有电子签名"))
        if len(found) != 1:
            return changed
        context = ValidationContext(trust_roots=[root], allow_fetching=False)
        status = validate_pdf_signature(found[0], context)
        _zero, start, end, _rest = found[0].byte_range
        exact = not status.trusted or is_exact(data[start:end], status.signing_cert.dump(), [root.dump()])
    except (PdfError, OSError):
        return Verdict(False, "", _("文件已损坏，无法读取"))
    except Exception:  # noqa: BLE001 - a stranger's changed file trips the parsers in many ways
        return changed
    whole = status.intact and status.valid and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    if not (whole and exact):
        return changed
    signer = str(status.signing_cert.subject.native.get("common_name", ""))
    if not status.trusted:
        return Verdict(False, signer, _("文件是完整的，但签名人不是本市，不能采信"))
    return Verdict(True, signer, "")


def sm3(data: bytes) -> str:
    """Return the SM3 digest (GB/T 32905) as hex."""
    return hashlib.new("sm3", data).hexdigest()


def journal_key() -> NoteSigner:
    """Return the signer of the journal's checkpoints; `.vkey` is what verifiers are given."""
    return _journal_key(_folder())


def make_document_keys(folder: pathlib.Path) -> None:
    """Make an authority and a signing certificate of it, unless they are there; one process makes them at a time.

    A signing key that is there without its certificate, as a crash leaves it, gets a certificate.
    """
    if (folder / "document-cert.pem").exists():
        return
    with _alone_in(folder):
        if (folder / "document-cert.pem").exists():
            return
        authority_key, key = ec.generate_private_key(ec.SECP256R1()), _document_key(folder / "document-key.pem")
        authority_name = _name("通办 电子文书根证书")
        authority = _certify(authority_name, authority_name, authority_key, authority_key, CA_YEARS, authority=True)
        certificate = _certify(_name("通办 电子签章"), authority_name, key, authority_key, CERTIFICATE_YEARS)
        _keep(folder / "document-ca.pem", authority.public_bytes(serialization.Encoding.PEM))
        # Last, because it tells that the others are whole.
        _keep(folder / "document-cert.pem", certificate.public_bytes(serialization.Encoding.PEM))


def _folder() -> pathlib.Path:
    return pathlib.Path(settings.HOME) / "keys"


@functools.lru_cache(maxsize=4)
def _signer(folder: pathlib.Path) -> Signer:
    return EcP256Signer(folder)


@functools.lru_cache(maxsize=4)
def _journal_key(folder: pathlib.Path) -> NoteSigner:
    path = folder / "journal-key.pem"
    with _alone_in(folder):
        if not path.exists():
            _keep(path, _pem(Ed25519PrivateKey.generate()))
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds no Ed25519 key")
    return NoteSigner(os.environ.get("TONGBAN_JOURNAL_NAME", "tongban"), key)


def _certify(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    years: int,
    *,
    authority: bool = False,
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
    return builder.sign(issuer_key, hashes.SHA256())


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _pem(key: ec.EllipticCurvePrivateKey | Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _document_key(path: pathlib.Path) -> ec.EllipticCurvePrivateKey:
    if not path.exists():
        _keep(path, _pem(ec.generate_private_key(ec.SECP256R1())))
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path} holds no EC key")
    return key


@contextlib.contextmanager
def _alone_in(folder: pathlib.Path) -> Iterator[None]:
    """Keep other processes and threads from making keys in the folder meanwhile."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        os.fsync(handle)
    finally:
        os.close(handle)


def _keep(path: pathlib.Path, data: bytes) -> None:
    """Write a file that is whole or absent, readable by its owner."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _registry(folder: pathlib.Path) -> SimpleCertificateStore:
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    registry.register(_certificate(folder / "document-ca.pem"))
    return registry


def _certificate(path: pathlib.Path) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(asn1_pem.unarmor(path.read_bytes())[2])


def _private_key(path: pathlib.Path) -> asn1_keys.PrivateKeyInfo:
    return asn1_keys.PrivateKeyInfo.load(asn1_pem.unarmor(path.read_bytes())[2])
