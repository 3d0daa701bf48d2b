"""Set the file of a copy, sign it twice, and keep it."""

import datetime as dt

from django.conf import settings

from tongban.kernel import files, pdf, signing
from tongban.kernel.clock import ZONE, day_of
from tongban.licences.actions.detach import detach
from tongban.licences.models import Copy, Licence
from tongban.licences.rules.copies import HOLDER_CODE, lines_of, watermark
from tongban.licences.rules.face import chinese_day, validity
from tongban.licences.rules.holders import masked_code


def make_file(copy: Copy, *, at: dt.datetime) -> str:
    """Return the SHA-256 of the signed PDF/A, which carries the four elements of a copy and its own QR."""
    licence = copy.licence
    person = licence.holder_kind == Licence.HolderKind.PERSON
    lines = lines_of(licence.face, copy.fields)
    data = pdf.render(
        "licences/copy",
        {
            "name": licence.name,
            "number": copy.number,
            "licence_number": licence.number,
            "identifier": licence.identifier,
            "holder_label": "持证人" if person else "持证单位",
            "holder": licence.holder_name,
            "code_label": "证件号码" if person else "统一社会信用代码",
            "code": licence.holder_code
            if HOLDER_CODE in copy.fields
            else masked_code(licence.holder_kind, licence.holder_code),
            "fields": lines,
            "left_out": len(licence.face) - len(lines),
            "authority": licence.authority_name,
            "validity": validity(licence.valid_from, licence.valid_until),
            "issued_on": chinese_day(licence.issued_on),
            "watermark": watermark(copy.purpose, copy.user_name, day_of(at)),
            "elements": [
                ["制作事由", copy.purpose],
                ["使用单位", copy.user_name],
                *([["办件编号", copy.case_number]] if copy.case_number else []),
                ["依据", copy.basis or "持证人授权"],
                ["制作者", copy.maker_name],
                ["制作时间", f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}"],
                ["有效期至", chinese_day(copy.expires_on)],
            ],
            "qr": pdf.qr_svg(f"{settings.PUBLIC_URL}/verify/{copy.number}"),
        },
        timestamp=at,
    )
    signed = signing.sign_pdf(data, reason=f"{licence.name}副本 {copy.number}")
    sha256 = files.put(signed, "application/pdf").sha256
    detach(signed, sha256, at=at)
    return sha256
