"""Reading which kinds of licences there are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound
from tongban.kernel.rules.paging import page_of
from tongban.licences.models import LicenceType
from tongban.licences.rules.looks import LOOKS

PAGE_SIZE = 50
USUAL_LEVEL = 3


def licence_type_names() -> dict[str, str]:
    """Return the name of each type of licence by its code, in one query."""
    return dict(LicenceType.objects.order_by("name").values_list("code", "name"))


def levels_of_types(codes: Collection[str]) -> dict[str, int]:
    """Return by code how sensitive what a type of licence shows is at most (数据分级 1-4), in one query."""
    rows = LicenceType.objects.filter(code__in=list(codes)).values_list("code", "fields") if codes else []
    return {
        code: max((each.get("level", USUAL_LEVEL) for each in fields), default=USUAL_LEVEL) for code, fields in rows
    }


@dataclass(frozen=True, slots=True)
class FaceField:
    """A line that the face of a type has; `level` 1-4 says how sensitive it is."""

    key: str
    label: str
    label_en: str
    level: int


@dataclass(frozen=True, slots=True)
class TypeView:
    """A kind of licence as anybody may know it; `defined_by` is the authority whose code the type code begins with."""

    code: str
    type_code: str
    name: str
    name_en: str
    authority: str
    authority_en: str
    authority_key: str
    authority_id: int
    defined_by: str
    look: str
    validity_months: int
    one_per_holder: bool
    holder_kinds: tuple[str, ...]
    catalog_codes: tuple[str, ...]
    remind_days: tuple[int, ...]
    exchange_code: str
    fields: tuple[FaceField, ...]

    @property
    def define_code(self) -> str:
        return self.type_code[:18]

    @property
    def look_label(self) -> str:
        return LOOKS[self.look][0]

    @property
    def look_label_en(self) -> str:
        return LOOKS[self.look][1]


@dataclass(frozen=True, slots=True)
class TypePages:
    """One page of types, in the order of their codes."""

    rows: list[TypeView]
    count: int
    page: int
    pages: int


def licence_types(
    *, q: str = "", authority: str = "", owners: Sequence[int] | None = None, page: int = 1, size: int = PAGE_SIZE
) -> TypePages:
    """Return a page of the types whose name or code has the words, of one authority (key) or of some (ids)."""
    found = LicenceType.objects.select_related("authority")
    if q := q.strip():
        found = found.filter(Q(name__icontains=q) | Q(name_en__icontains=q) | Q(type_code=q.upper()) | Q(code=q))
    if authority:
        found = found.filter(authority__key=authority)
    if owners is not None:
        found = found.filter(authority_id__in=owners)
    rows, count, page, pages = page_of(found, page, size)
    return TypePages([_view(row) for row in rows], count, page, pages)


def licence_type(code: str) -> TypeView:
    """Return a type by our code or by its national one. Raises NotFound."""
    found = LicenceType.objects.select_related("authority").filter(Q(code=code) | Q(type_code=code.upper())).first()
    if found is None:
        raise NotFound(_("没有这个证照类型"))
    return _view(found)


def _view(row: LicenceType) -> TypeView:
    fields: list[dict[str, Any]] = row.fields
    return TypeView(
        code=row.code,
        type_code=row.type_code,
        name=row.name,
        name_en=row.name_en,
        authority=row.authority.name,
        authority_en=row.authority.name_en,
        authority_key=row.authority.key,
        authority_id=row.authority_id,
        defined_by=row.defined_by or row.authority.name,
        look=row.template,
        validity_months=row.validity_months,
        one_per_holder=row.one_per_holder,
        holder_kinds=tuple(row.holder_kinds),
        catalog_codes=tuple(row.catalog_codes),
        remind_days=tuple(row.remind_days),
        exchange_code=row.exchange_code,
        fields=tuple(
            FaceField(line["key"], line["label"], line.get("label_en", ""), line.get("level", 2)) for line in fields
        ),
    )
