"""A register of licences that have no file yet, as a stock of them is."""

from __future__ import annotations

import datetime as dt

from tongban.kernel.rules.codes import licence_identifier
from tongban.licences.actions import make as making
from tongban.licences.actions.copies import make_copy
from tongban.licences.models import Licence, LicenceStanding, LicenceType
from tongban.parties.queries import authorities, party_of_code
from tongban.parties.rules.actor import SYSTEM

AT = dt.datetime(2026, 3, 2, 2, 0, tzinfo=dt.UTC)
FACE = [
    {"key": "project_name", "label": "工程名称", "label_en": "", "value": "示例东路 7 号面包店 10 千伏接入工程"},
    {"key": "road_name", "label": "挖掘道路名称", "label_en": "", "value": "示例东路"},
    {"key": "surfaces", "label": "挖掘部位", "label_en": "", "value": "人行道、车行道"},
    {"key": "conditions", "label": "许可条件", "label_en": "", "value": "夜间施工，保留一条车道。"},
]


def seed(size: int) -> None:
    """Enter as many licences of a company of the city, before all that wait there for their files."""
    kind = LicenceType.objects.get(code="road-excavation")
    issuer = next(each for each in authorities() if each.id == kind.authority_id)
    holder = _company()
    rows = [
        Licence(
            identifier=licence_identifier(kind.type_code, issuer.uscc, f"2020{number:07d}", 1),
            type=kind,
            name=kind.name,
            name_en=kind.name_en,
            number=f"示例证字〔2020〕{number:07d}号",
            serial=f"2020{number:07d}",
            holder_kind="organisation",
            holder_organisation_id=holder[0],
            holder_name=holder[1],
            holder_code=holder[2],
            authority_id=issuer.id,
            authority_name=issuer.name,
            issued_on=AT.date(),
            valid_from=AT.date(),
            face=FACE,
            trust_level="B",
        )
        for number in range(size)
    ]
    Licence.objects.bulk_create(rows)
    LicenceStanding.objects.bulk_create(
        [LicenceStanding(licence=row, state="valid", from_at=AT, actor_name="bench") for row in rows]
    )


def printed() -> list[dict[str, object]]:
    """Return what the pages of some licences print, QR included, as ours does."""
    return [making._printed(each) for each in Licence.objects.select_related("type").order_by("pk")[:20]]


def copy_all(size: int) -> int:
    """Make a copy of as many licences for one purpose."""
    for identifier in Licence.objects.order_by("pk").values_list("identifier", flat=True)[:size]:
        make_copy(identifier=identifier, purpose="办理贷款", user_name="示例银行", actor=SYSTEM, at=AT)
    return size


def _company() -> tuple[int, str, str]:
    from tongban.parties.models import Organisation

    found = Organisation.objects.order_by("pk").first()
    assert found is not None
    party = party_of_code(found.uscc)
    assert party is not None
    return party.id, party.name, party.code
