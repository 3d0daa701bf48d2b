"""Signatures inside a PDF (PAdES B-B, with a time stamp B-T): putting them on, and telling what they are worth."""

from __future__ import annotations

import datetime as dt
import functools
import io
import pathlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tongban.kernel.files import bounded
from tongban.kernel.rules.signature_form import is_exact
from tongban.kernel.signing import keys
from tongban.kernel.signing.forms import certificate_of, certificates_of, private_key_of
from tongban.kernel.signing.ports import Signer, document_device
from tongban.kernel.signing.stamps import stamping_authorities, time_stamper

if TYPE_CHECKING:
    from asn1crypto import x509
    from pyhanko.sign.validation.status import PdfSignatureStatus

FIELD = "Signature"
# What we sign is read in milliseconds; anybody may send anything to be verified.
MOST_CPU_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a signed file is worth: `valid`, who signed it, and otherwise why not.

    A `signer` of a file that is not valid is a stranger whose signature is whole. `stamped_at` is the moment that a
    time stamp says, None without one.
    """

    valid: bool
    signer: str
    reason: str
    stamped_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom a verifier believes: certificates (PEM, one after the other) of what vouches for signers and for stampers.

    `ended` says since when a signing certificate (the SHA-256 of its DER, hex) signs no more.
    """

    authorities: bytes
    stampers: bytes = b""
    ended: Mapping[str, dt.datetime] = field(default_factory=dict)


class EcP256Signer:
    """PAdES B-B with an EC P-256 key that a certificate of the city's authority vouches for; B-T where time is stamped.

    Raises pyhanko's TimestampRequestError when the time stamping authority does not answer.
    """

    def __init__(self, folder: pathlib.Path) -> None:
        # late: pyhanko takes half a second to load, and most processes neither sign nor verify a document
        from pyhanko.sign import signers
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        keys.make_document_keys(folder)
        self._folder = folder
        with keys.alone_in(folder):
            registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
            registry.register(certificate_of((folder / keys.AUTHORITY).read_bytes()))
            self._signer = signers.SimpleSigner(
                signing_cert=certificate_of((folder / keys.CERTIFICATE).read_bytes()),
                signing_key=private_key_of((folder / keys.KEY).read_bytes()),
                cert_registry=registry,
            )

    def sign(self, data: bytes, *, reason: str) -> bytes:
        """Return the PDF with the signature in an incremental update, so that what was there stays as it was."""
        # late: as above
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import signers
        from pyhanko.sign.fields import SigSeedSubFilter

        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD, reason=reason, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        )
        out = io.BytesIO()
        signer = signers.PdfSigner(metadata, self._signer, timestamper=time_stamper(self._folder))
        signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), output=out)
        return out.getvalue()


def sign_pdf(data: bytes, *, reason: str) -> bytes:
    """Return the PDF signed by this installation's signer: the device in use, or the key of the home as it is now."""
    device = document_device()
    return (device or _signer()).sign(data, reason=reason)


def trust_here() -> Trust:
    """Return whom this installation believes: its own certificates, those that sign no more included."""
    folder = keys.folder_of_keys()
    old = keys.retired(folder)
    return Trust(
        keys.document_authority() + b"".join(each.authority for each in old),
        stamping_authorities(folder),
        {certificate_of(each.certificate).sha256.hex(): each.retired_at for each in old},
    )


def verify_pdf(data: bytes, authority: bytes | None = None, *, trust: Trust | None = None) -> Verdict:
    """Tell whether each byte of the file is as it was when the city signed it; never raises on the file it is given.

    `authority` is the certificate (PEM) of the city's authority, or `trust` all that is believed; this installation's
    where neither is given.
    """
    # late: see EcP256Signer
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    changed = Verdict(False, "", _("文件在签名之后被改动过，或不是由本市签发"))
    try:
        believed = trust or (trust_here() if authority is None else Trust(authority))
        roots, stampers = certificates_of(believed.authorities), certificates_of(believed.stampers)
        if not roots:
            return Verdict(False, "", _("证书读不出来"))
    except ValueError:
        return Verdict(False, "", _("证书读不出来"))
    try:
        reader = PdfFileReader(bounded(data, MOST_CPU_SECONDS))
        found = reader.embedded_signatures
        if not found:
            return Verdict(False, "", _("文件没有电子签名"))
        if len(found) != 1:
            return changed
        status = validate_pdf_signature(
            found[0],
            ValidationContext(trust_roots=roots, allow_fetching=False),
            ValidationContext(trust_roots=stampers, allow_fetching=False),
        )
        _zero, start, end, _rest = found[0].byte_range
        exact = not status.trusted or is_exact(
            data[start:end],
            status.signing_cert.dump(),
            [each.dump() for each in roots],
            stampers=_stamping_chain(status, stampers),
        )
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
    stamp = status.timestamp_validity
    if stamp is not None and not (stamp.valid and stamp.intact and stamp.trusted):
        return Verdict(False, signer, _("文件的时间戳无法验证，不能采信"))
    stamped_at = stamp.timestamp if stamp is not None else None
    ended = believed.ended.get(status.signing_cert.sha256.hex())
    said = stamped_at or status.signer_reported_dt
    if ended is not None and (said is None or said > ended):
        return Verdict(False, signer, _("签名证书在签名之前已经停用，不能采信"))
    return Verdict(True, signer, "", stamped_at)


def _stamping_chain(status: PdfSignatureStatus, stampers: list[x509.Certificate]) -> list[bytes]:
    """Return the certificates that a time stamp may bring: who stamped, and those that the city named."""
    stamp = status.timestamp_validity
    return [] if stamp is None else [stamp.signing_cert.dump(), *(each.dump() for each in stampers)]


def _signer() -> Signer:
    folder = keys.folder_of_keys()
    keys.make_document_keys(folder)
    return _of_home(folder, (folder / keys.CERTIFICATE).stat().st_mtime_ns)


@functools.lru_cache(maxsize=4)
def _of_home(folder: pathlib.Path, _changed: int) -> Signer:
    return EcP256Signer(folder)
