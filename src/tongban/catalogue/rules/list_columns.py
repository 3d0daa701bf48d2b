"""The columns of the published lists: what a cell is called, which SQL it is, and which codes it holds.

In SQL, `v` is the version in force, `i` its implementation, `a` the authority, `r` the region, `x` a list's own rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tongban.catalogue.rules.answers import gettext_noop as _
from tongban.catalogue.rules.enumerations import (
    AUDIENCES,
    CHANNELS,
    DEPTHS,
    ITEM_TYPES,
    LEVELS,
    POWER_SOURCES,
    SERVICE_AREAS,
    STANDINGS,
)
from tongban.catalogue.rules.labels import VERIFY_METHODS, label_of

_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `label` is a message id, `codes` the labels of the codes where the cell holds one or a list of them."""

    key: str
    label: str
    sql: str
    codes: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


def _field(key: str, path: str, sql: str, codes: Mapping[str, str] = _NOTHING) -> Column:
    """Return a column that shows a field of the item's content, called as the field is."""
    return Column(key, label_of(path), sql, codes)


# What every list says of an item: which, whose, and where.
NAME = _field("name", "name", "v.name")
AUTHORITY = _field("authority", "authority", "a.name")
REGION = Column("region", _("所在区划"), "r.name")
LEVEL = _field("level", "level", "i.level", LEVELS)
CODE = Column("code", _("实施编码"), "i.task_code")
IDENTITY = (NAME, AUTHORITY, REGION, LEVEL, CODE)

LOCAL_CODE = _field("local_code", "local_code", "i.local_code")
TYPE = _field("type", "type", "v.type", ITEM_TYPES)
STANDING = _field("standing", "standing", "v.standing", STANDINGS)
AUDIENCE = _field("audience", "audience", "v.audience", AUDIENCES)
WAYS = _field("channels", "channels", "v.channels", CHANNELS)
DEPTH = _field("online_depth", "online_depth", "v.online_depth", DEPTHS)
VISITS = _field("visits", "visits", "v.visits")
VISITS_REASON = _field("visits_reason", "visits_reason", "v.visits_reason")
RESULT = _field("result", "result.name", "v.result_name")
SERVICE_AREA = _field("service_area", "service_area", "v.service_area", SERVICE_AREAS)
DELEGATED_TO = _field("delegated_to", "delegated_to", "v.delegated_to", LEVELS)
SELF_SERVICE = _field("self_service", "self_service", "v.self_service")
POWER_SOURCE = _field("power_source", "power_source", "v.power_source", POWER_SOURCES)
ADDRESS = _field("address", "address", "coalesce(nullif(v.address, ''), a.address)")
PHONE = _field("phone", "phone", "coalesce(nullif(v.phone, ''), a.phone)")
SUPERVISION = Column("supervision", _("监督电话"), "coalesce(nullif(v.complaint_phone, ''), a.complaint_phone)")
BASIS = _field(
    "basis",
    "basis",
    """(SELECT string_agg(CASE WHEN k.local_parameter THEN k.law ELSE '《' || k.law || '》' || k.article END,
        '；' ORDER BY k."order") FROM catalogue_basis k WHERE k.version_id = v.id)""",
)
# The duties that come with a power are what its procedure makes the authority do.
DUTIES = Column(
    "duties",
    _("责任（办理程序）"),
    """CASE WHEN v.ex_officio = '{}' THEN
        (SELECT string_agg(s.name, '、' ORDER BY s."order") FROM catalogue_step s WHERE s.version_id = v.id)
        ELSE (SELECT string_agg(p.value, '、' ORDER BY p.place)
            FROM jsonb_array_elements_text(v.ex_officio -> 'procedure') WITH ORDINALITY AS p (value, place)) END""",
)
REPLACES = _field(
    "replaces",
    "commitment.replaces",
    """(SELECT string_agg(m.name, '、' ORDER BY m."order") FROM catalogue_material m
        WHERE m.version_id = v.id AND v.commitment -> 'replaces' ? m.code)""",
)
VERIFY_METHOD = _field("verify_method", "commitment.verify_method", "v.commitment ->> 'verify_method'", VERIFY_METHODS)
VERIFY_DAYS = _field("verify_days", "commitment.verify_days", "v.commitment -> 'verify_days'")

PROOF = _field("proof", "cancelled_proofs.name", "x.name")
KEPT = Column("kept", _("保留或取消"), "x.part", {"kept": _("保留"), "cancelled": _("已取消")})
ISSUER = _field("issuer", "materials.issuer", "x.issuer")
PROOF_BASIS = Column("proof_basis", _("保留或取消的依据"), "x.basis")
INSTEAD = _field("instead", "cancelled_proofs.instead", "x.instead")
MATERIAL = _field("material", "materials.name", "x.name")
DEFER_DAYS = _field("defer_days", "materials.defer_days", "x.defer_days")
SERVICE = _field("service", "intermediaries.name", "x.value ->> 'name'")
SERVICE_BASIS = _field("service_basis", "intermediaries.basis", "x.value ->> 'basis'")
SERVICE_MATERIAL = _field(
    "service_material",
    "intermediaries.material",
    """(SELECT m.name FROM catalogue_material m
        WHERE m.version_id = v.id AND m.code = x.value ->> 'material')""",
)
SERVICE_FEE = _field("service_fee", "intermediaries.fee", "coalesce(x.value ->> 'fee', '')")
PAYER = _field("payer", "intermediaries.payer", "coalesce(x.value ->> 'payer', '')")


def labels_of(column: Column, cell: Any) -> list[str]:
    """Return the message ids that a cell of codes stands for, in its order; a code that is not known stays."""
    cells = cell if isinstance(cell, list) else [cell]
    return [column.codes.get(str(each), str(each)) for each in cells if each not in (None, "")]
