"""What pages, the API and other apps read of the catalogue: plain values, safe to keep."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tongban.catalogue.rules import enumerations
from tongban.catalogue.rules.forms import FormGroup, groups_of
from tongban.catalogue.rules.situations import spared
from tongban.parties.rules.views import AuthorityView


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme, of which kind it is (`ThemeKind`), and how many items in use stand under it."""

    key: str
    name: str
    name_en: str
    kind: str
    note: str
    note_en: str
    audience: tuple[str, ...]
    icon: str
    count: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a city offers: items in use, those handled online, and the authorities behind them."""

    items: int
    online: int
    authorities: int


@dataclass(frozen=True, slots=True)
class ItemName:
    """What an item is called; `name_en` is empty where nobody translated it."""

    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as a list of results shows it; `authority` and `region` are names.

    `also` is how many other authorities handle it, where a search shows only the nearest.
    """

    code: str
    name: str
    name_en: str
    authority: str
    authority_en: str
    authority_key: str
    region: str
    region_code: str
    level: str
    type: str
    instance: str
    promised_days: int
    promised_unit: str
    visits: int
    audience: tuple[str, ...]
    aliases: tuple[str, ...]
    catalog_code: str
    also: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """One value that results can be narrowed to, and how many would stay."""

    key: str
    name: str
    name_en: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results, `size` to a page; `suggestion` is said when only near words were found, or nothing.

    `doors` is how many implementations are behind the `count` results, which are fewer when an item is shown once.
    """

    count: int
    doors: int
    results: tuple[ItemRow, ...]
    facets: Mapping[str, Sequence[Facet]]
    suggestion: str
    page: int
    size: int
    near: bool


@dataclass(frozen=True, slots=True)
class BasisView:
    """A legal basis, or a parameter that the city set itself."""

    law: str
    article: str
    local_parameter: bool


@dataclass(frozen=True, slots=True)
class MaterialView:
    """One slot of the material list; `is_spared` when government fetches it itself, `is_proof` (证明事项)."""

    code: str
    name: str
    name_en: str
    necessity: str
    carrier: str
    source: str
    issuer: str
    form: str
    copies: int
    accepts: tuple[str, ...]
    max_mb: int
    note: str
    exempt_path: str
    exempt_code: str
    exempt_reason: str
    assisted_by: str
    sample: str
    defer_days: int | None
    is_proof: bool
    copy_kind: str
    standard: str
    basis: str

    @property
    def is_spared(self) -> bool:
        """Tell whether the applicant need not hand it in (免提交)."""
        fetched = self.source == "government" and self.exempt_path in ("licence", "shared_data")
        return fetched or self.exempt_path == "cancelled"


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of the handling; `after` names the steps that must have ended before it."""

    code: str
    name: str
    authority_id: int
    authority_key: str
    authority_name: str
    authority_name_en: str
    days: int
    after: tuple[str, ...]
    lead: bool
    kind: str
    only_when: str


@dataclass(frozen=True, slots=True)
class FeeView:
    """A fee, its standard and the basis that allows it; a fixed `amount` is in fen (分)."""

    name: str
    standard: str
    basis: str
    amount: int | None
    reductions: tuple[Mapping[str, Any], ...] = field(hash=False)
    before_acceptance: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question that people ask, and its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class ImplementationView:
    """One version of an implementation list, whole: codes as in the national sets, labels in Chinese.

    `code` is the 实施编码. Place, hours and telephone numbers are those of the authority where the item has none
    of its own. `form` is the application form's JSON Schema.
    """

    version_id: int
    number: int
    state: str
    effective_on: dt.date
    code: str
    local_code: str
    catalog_code: str
    name: str
    name_en: str
    aliases: tuple[str, ...]
    authority: AuthorityView
    region_code: str
    region_name: str
    level: str
    type: str
    instance: str
    joint: bool
    legal_days: int | None
    legal_unit: str
    promised_days: int
    promised_unit: str
    audience: tuple[str, ...]
    themes: tuple[str, ...]
    conditions: tuple[str, ...]
    channels: tuple[str, ...]
    online_depth: tuple[str, ...]
    visits: int
    result_name: str
    result_kind: str
    licence_type: str
    result_validity_months: int | None
    office_hours: str
    address: str
    phone: str
    complaint_phone: str
    basis: tuple[BasisView, ...]
    materials: tuple[MaterialView, ...]
    steps: tuple[StepView, ...]
    fees: tuple[FeeView, ...]
    questions: tuple[QuestionView, ...]
    form: Mapping[str, Any] = field(hash=False)
    pause_grounds: tuple[Mapping[str, Any], ...] = field(hash=False)
    commitment: Mapping[str, Any] = field(hash=False)
    situations: tuple[Mapping[str, Any], ...] = field(hash=False)
    variant: str
    standing: str
    standing_reason: str
    business_items: tuple[Mapping[str, Any], ...] = field(hash=False)
    condition_rules: tuple[str, ...]
    intermediaries: tuple[Mapping[str, Any], ...] = field(hash=False)
    cancelled_proofs: tuple[Mapping[str, Any], ...] = field(hash=False)
    special_procedures: tuple[Mapping[str, Any], ...] = field(hash=False)
    power_source: str
    service_area: str
    delegated_to: tuple[str, ...]
    self_service: bool
    pays_online: bool
    visits_reason: str
    result_sample: str
    listed_as: str
    quantity_limit: str
    content: Mapping[str, Any] = field(hash=False)

    def in_situation(self, chosen: Mapping[str, Any]) -> ImplementationView:
        """Return the list as it is for one situation: without the materials that fall away."""
        without = spared(self.situations, chosen)
        if not without:
            return self
        return replace(self, materials=tuple(each for each in self.materials if each.code not in without))

    @property
    def form_groups(self) -> tuple[FormGroup, ...]:
        """The question groups of the application form, one a page."""
        return groups_of(self.form)

    @property
    def type_label(self) -> str:
        """The item type in words (GB/T 39046 A.1)."""
        return enumerations.ITEM_TYPES[self.type]

    @property
    def level_label(self) -> str:
        """The level of authority in words (GB/T 39046 A.2)."""
        return enumerations.LEVELS[self.level]

    @property
    def instance_label(self) -> str:
        """How the item is answered, in words (GB/T 39046 A.6)."""
        return enumerations.INSTANCES[self.instance]

    @property
    def audience_labels(self) -> tuple[str, ...]:
        """Whom the item serves, in words (GB/T 39046 A.4)."""
        return tuple(enumerations.AUDIENCES[code] for code in self.audience)

    @property
    def channel_labels(self) -> tuple[str, ...]:
        """How to apply, in words (GB/T 39046 A.5)."""
        return tuple(enumerations.CHANNELS[code] for code in self.channels)

    @property
    def depth_labels(self) -> tuple[str, ...]:
        """What can be done online, in words (网上办理深度)."""
        return tuple(enumerations.DEPTHS[code] for code in self.online_depth)

    @property
    def is_online(self) -> bool:
        """Tell whether an application can be handed in over the internet."""
        return bool({"web", "mobile"} & set(self.channels))
