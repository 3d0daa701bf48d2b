"""The sections that an item is edited in, one page each: some fields, or a table whose rows have pages of their own.

What people apply for and what an authority does of its own accord have sections of their own (依申请、依职权).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop as _

from tongban.catalogue.rules import item_schema
from tongban.catalogue.rules.enumerations import EX_OFFICIO_TYPES

Schema = Mapping[str, Any]

# What makes an implementation the one it is, and whether it is in use: not for the editor to change on the way.
FIXED = ("catalog_code", "authority", "type", "level", "variant", "standing", "standing_reason")


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its fields by path (`result.name`), or else the table of its own name."""

    key: str
    title: str
    lead: str = ""
    fields: tuple[str, ...] = field(default=())

    @property
    def is_table(self) -> bool:
        """Tell whether it is a table of rows."""
        return not self.fields


_BASIC = ("name", "name_en", "local_code")
_POWER = ("body_kind", "power_source", "entrusted_by", "delegated_to")
_BASIS = Section("basis", _("设定依据"), _("法律、法规、规章或文件的名称和条款；本地自定的参数要如实标明。"))

APPLIED = (
    Section(
        "basic",
        _("基本信息"),
        fields=(
            *_BASIC,
            "aliases",
            "audience",
            "themes",
            "listed_as",
            *_POWER,
            "handling",
            "service_area",
            "joint",
            "quantity_limit",
        ),
    ),
    Section(
        "limits",
        _("办理时限"),
        _("承诺办结时限不能超过法定办结时限；即办件的承诺时限为 0。"),
        ("instance", "review", "legal_days", "legal_unit", "promised_days", "promised_unit"),
    ),
    Section("conditions", _("受理条件"), fields=("conditions", "condition_rules")),
    Section(
        "place",
        _("办理渠道和地点"),
        fields=(
            "channels",
            "online_depth",
            "visits",
            "visits_reason",
            "self_service",
            "pays_online",
            "office_hours",
            "address",
            "phone",
            "complaint_phone",
        ),
    ),
    Section("materials", _("申请材料"), _("一份材料一行，写明具体名称，不能用“其他材料”兜底。")),
    Section("steps", _("办理环节"), _("写明每个环节由谁办、几个工作日、在哪些环节之后。")),
    Section("fees", _("收费项目"), _("不收费的留空。")),
    Section(
        "result",
        _("办理结果"),
        fields=("result.kind", "result.name", "result.licence_type", "result.validity_months", "result_sample"),
    ),
    _BASIS,
    Section("questions", _("常见问题"), _("申请人常问的问题和解答，按被问到的多少排列。")),
    Section(
        "situations",
        _("情形引导"),
        _("先问清申请人的情形，再免去用不着的材料；后面的问题可以只在前面某个答案之后才问。"),
    ),
    Section("business_items", _("业务办理项"), _("同一事项分别申请的新办、变更、延续、补证、注销等。")),
    Section("intermediaries", _("中介服务"), _("申请材料需要中介机构出具的，写明依据、收费和费用由谁承担。")),
    Section("cancelled_proofs", _("取消的证明"), _("曾经要求、现在不再要求的证明，写明取消后怎样办理。")),
    Section("special_procedures", _("特别程序"), _("听证、检验、检测、专家评审等不计入办理时限的程序。")),
    Section("pause_grounds", _("不计时情形"), _("行政许可法第四十五条之外，本事项的法律另行规定的不计时情形。")),
    Section(
        "commitment",
        _("告知承诺"),
        _("不实行告知承诺的，全部留空。"),
        (
            "commitment.version",
            "commitment.told",
            "commitment.promised",
            "commitment.replaces",
            "commitment.verify_days",
            "commitment.verify_method",
        ),
    ),
    Section("form", _("申请表"), _("申请人在线填写的表，一页一行；能自动带出的数据项写明来源，不再让申请人填。")),
)
EX_OFFICIO = (
    Section("basic", _("基本信息"), fields=(*_BASIC, *_POWER)),
    Section("conduct", _("行为、种类和程序"), fields=("conduct", "measures", "procedure")),
    Section(
        "collection",
        _("征收"),
        _("只有行政征收事项填写。"),
        ("collection.kind", "collection.standard", "collection.may_be_reduced"),
    ),
    _BASIS,
    Section("contact", _("咨询和投诉"), fields=("phone", "complaint_phone")),
)


def sections_of(content: Mapping[str, Any]) -> tuple[Section, ...]:
    """Return the sections for an item of its type."""
    return EX_OFFICIO if content.get("type") in EX_OFFICIO_TYPES else APPLIED


def schema_of(content: Mapping[str, Any]) -> Schema:
    """Return the schema for an item of its type."""
    return item_schema.EX_OFFICIO if content.get("type") in EX_OFFICIO_TYPES else item_schema.ITEM


def is_table(schema: Schema) -> bool:
    """Tell whether a value of the schema is a table of rows: a list of objects."""
    return schema.get("type") == "array" and schema["items"].get("type") == "object"


def fields_of(section: Section, schema: Schema) -> Iterator[tuple[str, Schema, bool]]:
    """Yield each field of a section by its path, with its schema and whether it must be there."""
    for path in section.fields:
        here, key = schema, path
        if "." in path:
            outer, key = path.split(".")
            here = schema["properties"][outer]
        yield path, here["properties"][key], key in here.get("required", ())
