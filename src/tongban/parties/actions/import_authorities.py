"""Load the authorities of a city."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from django.db import transaction

from tongban.kernel.rules.codes import phone_valid, uscc_valid
from tongban.parties.actions.import_regions import full_code
from tongban.parties.actions.record_event import record_event
from tongban.parties.actions.store_rows import store_rows
from tongban.parties.models import Authority, Region
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.reports import Report
from tongban.parties.rules.rows import RawRow, Sheet

FILE = "authorities.toml"
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")


def key_valid(text: str) -> bool:
    """Tell whether the text can be a key: small letters, digits and hyphens, at most 50."""
    return KEY.fullmatch(text) is not None


@transaction.atomic
def import_authorities(*, rows: Sequence[RawRow], actor: Actor, at: dt.datetime) -> Report:
    """Store authorities by their key: `key name short_name document_mark name_en uscc region line phone
    complaint_phone address`.

    Raises ImportRefused with every problem; then nothing has changed.
    """
    sheet = Sheet(FILE, rows)
    regions = set(Region.objects.values_list("code", flat=True))
    keys: set[str] = set()
    codes: set[str] = set()
    taken = dict(Authority.objects.values_list("uscc", "key"))
    authorities: list[Authority] = []
    for row in sheet:
        key = row.text("key", valid=key_valid, message="只能用小写字母、数字和连字符")
        uscc = row.text("uscc", valid=uscc_valid, message="不是有效的统一社会信用代码（校验位不符）")
        region = full_code(row.text("region", valid=str.isdigit))
        if key and key in keys:
            row.problem("key", f"重复：{key}")
        if uscc and (uscc in codes or taken.get(uscc, key) != key):
            row.problem("uscc", f"重复：{uscc}")
        if row.has("region") and region not in regions:
            row.problem("region", f"没有这个区划：{region}")
        keys.add(key)
        codes.add(uscc)
        name = row.text("name")
        authorities.append(
            Authority(
                key=key,
                uscc=uscc,
                name=name,
                short_name=row.text("short_name", required=False, default=name[:50], longest=50),
                document_mark=row.text("document_mark", required=False, longest=12),
                name_en=row.text("name_en", required=False),
                region_id=region,
                line=row.text(
                    "line",
                    required=False,
                    longest=2,
                    valid=lambda text: len(text) == 2 and text.isdigit(),
                    message="应为两位数字的行业（部门）代码",
                ),
                phone=row.text("phone", required=False, valid=phone_valid, message="不是电话号码"),
                complaint_phone=row.text("complaint_phone", required=False, valid=phone_valid, message="不是电话号码"),
                address=row.text("address", required=False),
            )
        )
    sheet.refuse_if_bad()
    report, _stored = store_rows(
        Authority,
        authorities,
        key="key",
        fields=[
            "uscc",
            "name",
            "short_name",
            "document_mark",
            "name_en",
            "region_id",
            "line",
            "phone",
            "complaint_phone",
            "address",
        ],
    )
    if report.created or report.changed:
        record_event(
            kind="import_authorities",
            subject="authority:all",
            actor=actor,
            at=at,
            created=report.created,
            changed=report.changed,
        )
    return report
