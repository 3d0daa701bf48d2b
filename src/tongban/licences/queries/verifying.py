"""Verification by anybody: does this licence exist, is it in force, is this file the one that was issued."""

import datetime as dt
import hashlib
import re

from django.utils.translation import gettext as _

from tongban.kernel import signing
from tongban.kernel.clock import today
from tongban.kernel.errors import NotFound
from tongban.kernel.rules.codes import LICENCE_ROOT, licence_identifier_valid, mask_name
from tongban.licences.models import Copy, DetachedSignature, Licence
from tongban.licences.queries.views import CopyVerification, FileVerdict, StandingView, Verification
from tongban.licences.rules.copies import copy_number_valid, copy_state
from tongban.licences.rules.standing import Since, state_on

_CLAIMED = re.compile(
    re.escape(LICENCE_ROOT).encode() + rb"\.[0-9A-Z]{21}\.[0-9A-Z]{18}\.[0-9A-Z]{1,32}\.\d{3}\.[0-9A-Z]"
)

_CLAIMED_COPY = re.compile(rb"FB[0-9A-Z]{16}")


def verification(identifier: str, on: dt.date | None = None) -> Verification:
    """Return how a licence stands now and on a day (today when none is given), in two queries. Raises NotFound.

    A typing error is told apart from a licence that does not exist by the check character (GB/T 36904).
    """
    identifier = identifier.strip().upper()
    if not licence_identifier_valid(identifier):
        raise NotFound(_("证照标识的格式或校验位不对，请核对是否输错；若照抄无误，这份证照可能是伪造的"))
    found = Licence.objects.select_related("authority").filter(identifier=identifier).first()
    if found is None:
        raise NotFound(_("本系统没有签发过这个标识的证照，它可能是伪造的，也可能由其他城市签发"))
    return _verified(found, on or today())


def verify_file(data: bytes, on: dt.date | None = None) -> FileVerdict:
    """Return whether the bytes are a licence exactly as it was issued, and if not, why; never raises on bad files.

    The file must be the one in our register (SHA-256), and its signature, made by our key, must be whole.
    """
    digest = hashlib.sha256(data).hexdigest()
    day = on or today()
    verdict = signing.verify_pdf(data)
    whole = verdict.valid and _signed_beside(data, digest)
    if (copy := Copy.objects.select_related("licence__authority").filter(file_sha256=digest).first()) is not None:
        return _of_copy(copy, digest, verdict.signer, day, whole=whole)
    found = Licence.objects.select_related("authority").filter(file_sha256=digest).first()
    if found is not None and whole:
        said = _("文件完整，与签发时一字不差，签名有效")
        return FileVerdict("genuine", said, digest, verdict.signer, _verified(found, day))
    if found is not None:
        said = _("文件与登记簿一致，但它的签名现在无法验证，请向发证机关核实")
        return FileVerdict("unknown_signer", said, digest, verdict.signer, _verified(found, day))
    if (number := _claimed_copy(data)) is not None:
        said = _("文件与出具的副本不一致：出具后被改动过，或者是仿造的，请勿采信")
        return FileVerdict("changed", said, digest, verdict.signer, copy=copy_verification(number, day))
    claimed = _claimed(data)
    if claimed is not None:
        said = _("文件与签发的证照不一致：签发后被改动过，或者是仿造的，请勿采信")
        return FileVerdict("changed", said, digest, verdict.signer, _verified(claimed, day))
    if verdict.valid:
        said = _("文件由本系统签名，但证照登记簿中没有它；它不是一份证照")
        return FileVerdict("not_ours", said, digest, verdict.signer)
    if verdict.signer:
        said = _("文件的签名无效，或者签名人不是本市：%(signer)s") % {"signer": verdict.signer}
        return FileVerdict("unknown_signer", said, digest, verdict.signer)
    said = _("这不是本系统签发的证照文件：没有有效签名，内容可能被改动过。请使用从本系统下载的原始 PDF")
    return FileVerdict("not_ours", said, digest)


def copy_verification(number: str, on: dt.date | None = None) -> CopyVerification:
    """Return what a copy is worth now and on a day, and what it is for: no more than the copy says. Raises NotFound."""
    number = number.strip().upper()
    if not copy_number_valid(number):
        raise NotFound(_("副本编号的格式或校验位不对，请核对是否输错；若照抄无误，这份副本可能是伪造的"))
    found = Copy.objects.select_related("licence__authority").filter(number=number).first()
    if found is None:
        raise NotFound(_("本系统没有出具过这个编号的副本，它可能是伪造的"))
    return _verified_copy(found, on or today())


def _verified_copy(found: Copy, on: dt.date) -> CopyVerification:
    licence = _verified(found.licence, on)

    def state(day: dt.date, licence_state: str) -> str:
        return copy_state(
            day,
            made_at=found.made_at,
            expires_on=found.expires_on,
            revoked_at=found.revoked_at,
            licence_state=licence_state,
        )

    return CopyVerification(
        copy_id=found.pk,
        number=found.number,
        purpose=found.purpose,
        user=found.user_name,
        made_at=found.made_at,
        expires_on=found.expires_on,
        state=state(licence.today, licence.state),
        on=on,
        state_on=state(on, licence.state_on),
        licence=licence,
        sha256=found.file_sha256,
    )


def _of_copy(found: Copy, digest: str, signer: str, day: dt.date, *, whole: bool) -> FileVerdict:
    copy = _verified_copy(found, day)
    if whole:
        return FileVerdict("genuine_copy", _("文件完整，与出具时一字不差，签名有效"), digest, signer, copy=copy)
    said = _("文件与登记簿一致，但它的签名现在无法验证，请向发证机关核实")
    return FileVerdict("unknown_signer", said, digest, signer, copy=copy)


def _signed_beside(data: bytes, digest: str) -> bool:
    """Tell whether the national signature that is kept beside the file, if there is one, is that of its bytes."""
    kept = DetachedSignature.objects.filter(file_sha256=digest).first()
    return kept is None or signing.verify_detached(data, signing.Detached(kept.key_name, kept.value))


def _claimed_copy(data: bytes) -> str | None:
    names = list(dict.fromkeys(match.group().decode() for match in _CLAIMED_COPY.finditer(data)))[:10]
    known = [each for each in names if copy_number_valid(each)]
    return Copy.objects.filter(number__in=known).values_list("number", flat=True).first() if known else None


def _claimed(data: bytes) -> Licence | None:
    names = list(dict.fromkeys(match.group().decode() for match in _CLAIMED.finditer(data)))[:10]
    return Licence.objects.select_related("authority").filter(identifier__in=names).first() if names else None


def _verified(found: Licence, on: dt.date) -> Verification:
    standings = list(found.standings.all())
    since = [Since(each.state, each.from_at) for each in standings]
    day = today()
    person = found.holder_kind == Licence.HolderKind.PERSON
    return Verification(
        licence_id=found.pk,
        identifier=found.identifier,
        name=found.name,
        name_en=found.name_en,
        number=found.number,
        version=found.version,
        holder_kind=found.holder_kind,
        holder=mask_name(found.holder_name) if person else found.holder_name,
        authority=found.authority_name,
        authority_en=found.authority_name_en,
        issued_on=found.issued_on,
        valid_from=found.valid_from,
        valid_until=found.valid_until,
        on=on,
        state_on=state_on(on, since, valid_from=found.valid_from, valid_until=found.valid_until),
        today=day,
        state=state_on(day, since, valid_from=found.valid_from, valid_until=found.valid_until),
        trust_level=found.trust_level,
        sha256=found.file_sha256 or "",
        history=tuple(StandingView(each.state, each.from_at, each.basis) for each in standings),
    )
