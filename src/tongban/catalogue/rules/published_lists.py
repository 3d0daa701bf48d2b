"""The lists that a city publishes of its catalogue (清单): each says which rows stand on it and what they show.

No list is written down anywhere: each is a condition on the versions in force, so it is right on any day.
"""

from __future__ import annotations

from dataclasses import dataclass

from tongban.catalogue.rules import list_columns as columns
from tongban.catalogue.rules.answers import gettext_noop as _
from tongban.catalogue.rules.enumerations import EX_OFFICIO_TYPES
from tongban.catalogue.rules.list_columns import IDENTITY, Column


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows of a list come from: its own rows as `x` beside the version, none where a row is an item.

    `key` tells the rows of an item apart and `place` puts them in order; `words` is what of them is searched.
    """

    joined: str = ""
    key: str = "''"
    place: str = "i.id"
    words: str = "''"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a list that one may look at by itself."""

    key: str
    name: str
    where: str


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A list: `where` is the condition of belonging, in SQL; names, groups and notes are message ids.

    `basis` names the document that asks for the list; a list that only the city asks for has none.
    """

    key: str
    group: str
    name: str
    about: str
    where: str
    columns: tuple[Column, ...]
    basis: str = ""
    source: Source = Source()
    parts: tuple[Part, ...] = ()


# A row is an item, told apart as those that promise in place of proof.
COMMITMENTS = Source("JOIN (SELECT id FROM catalogue_version WHERE commitment <> '{}') x ON x.id = v.id")
DEFERRABLE = Source(
    """JOIN (SELECT version_id, code AS key, "order" AS place, name, defer_days FROM catalogue_material
        WHERE necessity = 'deferrable') x ON x.version_id = v.id""",
    "x.key",
    "x.place",
    "x.name",
)
PROOFS = Source(
    """JOIN (SELECT version_id, code AS key, "order" AS place, 'kept' AS part, name, issuer, basis, '' AS instead
        FROM catalogue_material WHERE is_proof
        UNION ALL
        SELECT w.id, 'cancelled ' || (c.value ->> 'name'), 1000 + c.place, 'cancelled', c.value ->> 'name', '',
            coalesce(c.value ->> 'basis', ''), c.value ->> 'instead'
        FROM catalogue_version w, jsonb_array_elements(w.cancelled_proofs) WITH ORDINALITY AS c (value, place)
        WHERE w.cancelled_proofs <> '[]') x ON x.version_id = v.id""",
    "x.key",
    "x.place",
    "x.name",
)
INTERMEDIARIES = Source(
    """JOIN (SELECT w.id, s.value, s.place
        FROM catalogue_version w, jsonb_array_elements(w.intermediaries) WITH ORDINALITY AS s (value, place)
        WHERE w.intermediaries <> '[]') x ON x.id = v.id""",
    "(x.value ->> 'name')",
    "x.place",
    "x.value ->> 'name'",
)
# Where a row is one of several of an item.
OWN_ROWS = (PROOFS, DEFERRABLE, INTERMEDIARIES)

_OF_OWN_ACCORD = "v.type IN ({})".format(", ".join(f"'{code}'" for code in EX_OFFICIO_TYPES))
_IN_USE = "v.standing = 'in_use'"
# What people apply for and may apply for now.
_OFFERED = f"{_IN_USE} AND v.instance <> ''"

POWERS, WAYS, PAPERS, PLACES = _("职权和责任"), _("怎么办更方便"), _("证明、材料和中介"), _("在哪里都能办")
_EASIER = "关于深入推进审批服务便民化的指导意见（中共中央办公厅、国务院办公厅）"
_STANDARDISED = "国务院关于加快推进政务服务标准化规范化便利化的指导意见（国发〔2022〕5号）"
_ACROSS = "国务院办公厅关于加快推进政务服务“跨省通办”的指导意见（国办发〔2020〕35号）"

LISTS: tuple[PublishedList, ...] = (
    PublishedList(
        key="powers",
        group=POWERS,
        name=_("权责清单"),
        about=_("各机关行使的全部职权，依申请的和依职权的都在内，以及随之而来的责任；暂停的列明状态，取消的不列。"),
        where="v.standing <> 'cancelled'",
        columns=(
            *IDENTITY,
            columns.LOCAL_CODE,
            columns.TYPE,
            columns.POWER_SOURCE,
            columns.BASIS,
            columns.DUTIES,
            columns.SUPERVISION,
            columns.STANDING,
        ),
        basis="关于推行地方各级政府工作部门权力清单制度的指导意见（中办发〔2015〕21号）",
        parts=(
            Part("applied", _("依申请"), f"NOT {_OF_OWN_ACCORD}"),
            Part("ex-officio", _("依职权"), _OF_OWN_ACCORD),
        ),
    ),
    PublishedList(
        key="at-once",
        group=WAYS,
        name=_("马上办清单"),
        about=_("材料齐全当场办结的事项。"),
        where=f"{_OFFERED} AND v.instance = 'instant'",
        columns=(*IDENTITY, columns.AUDIENCE, columns.RESULT, columns.ADDRESS, columns.PHONE),
        basis=_EASIER,
    ),
    PublishedList(
        key="online",
        group=WAYS,
        name=_("网上办清单"),
        about=_("在网上就能办完的事项：可以互联网办理，或者可以网上申请而且不用到现场。"),
        where=f"{_OFFERED} AND (v.online_depth @> '{{5}}' OR v.visits = 0 AND v.channels && '{{web,mobile}}')",
        columns=(*IDENTITY, columns.AUDIENCE, columns.WAYS, columns.DEPTH, columns.VISITS),
        basis=_EASIER,
    ),
    PublishedList(
        key="nearby",
        group=WAYS,
        name=_("就近办清单"),
        about=_("在乡镇（街道）、村（社区）或者自助终端就能办的事项。"),
        where=f"{_OFFERED} AND (v.delegated_to <> '{{}}' OR v.self_service OR i.level IN ('5', '6'))",
        columns=(
            *IDENTITY,
            columns.AUDIENCE,
            columns.DELEGATED_TO,
            columns.SELF_SERVICE,
            columns.ADDRESS,
            columns.PHONE,
        ),
        basis=_EASIER,
    ),
    PublishedList(
        key="one-visit",
        group=WAYS,
        name=_("一次办清单"),
        about=_("最多到现场一次就能办成的事项。"),
        where=f"{_OFFERED} AND v.visits <= 1",
        columns=(*IDENTITY, columns.AUDIENCE, columns.WAYS, columns.VISITS, columns.VISITS_REASON),
        basis=_EASIER,
    ),
    PublishedList(
        key="proofs",
        group=PAPERS,
        name=_("证明事项清单"),
        about=_("办事时仍要提交的证明，以及已经取消的证明和取消后的办理方式。"),
        where=_OFFERED,
        columns=(
            *IDENTITY,
            columns.PROOF,
            columns.KEPT,
            columns.ISSUER,
            columns.PROOF_BASIS,
            columns.INSTEAD,
        ),
        basis="国务院办公厅关于做好证明事项清理工作的通知（国办发〔2018〕47号）",
        source=PROOFS,
        parts=(Part("kept", _("保留"), "x.part = 'kept'"), Part("cancelled", _("已取消"), "x.part = 'cancelled'")),
    ),
    PublishedList(
        key="deferrable",
        group=PAPERS,
        name=_("容缺受理材料清单"),
        about=_("可以先受理、后补交的材料，以及受理后补交的天数（工作日）。"),
        where=_OFFERED,
        columns=(*IDENTITY, columns.MATERIAL, columns.DEFER_DAYS),
        basis=_STANDARDISED,
        source=DEFERRABLE,
    ),
    PublishedList(
        key="commitment",
        group=PAPERS,
        name=_("告知承诺事项清单"),
        about=_("可以书面承诺代替证明的事项、承诺后不用提交的材料，以及事后怎样核查。"),
        where=_OFFERED,
        columns=(*IDENTITY, columns.REPLACES, columns.VERIFY_METHOD, columns.VERIFY_DAYS),
        basis="国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见（国办发〔2020〕42号）",
        source=COMMITMENTS,
    ),
    PublishedList(
        key="intermediaries",
        group=PAPERS,
        name=_("中介服务清单"),
        about=_("办事前需要中介机构提供的服务、依据，以及费用由谁承担。"),
        where=_OFFERED,
        columns=(
            *IDENTITY,
            columns.SERVICE,
            columns.SERVICE_BASIS,
            columns.SERVICE_MATERIAL,
            columns.SERVICE_FEE,
            columns.PAYER,
        ),
        basis="国务院办公厅关于清理规范国务院部门行政审批中介服务的通知（国办发〔2015〕31号）",
        source=INTERMEDIARIES,
    ),
    PublishedList(
        key="cross-province",
        group=PLACES,
        name=_("跨省通办清单"),
        about=_("在其他省份也能办的事项，全国通办的在内。"),
        where=f"{_OFFERED} AND v.service_area IN ('national', 'cross_province')",
        columns=(*IDENTITY, columns.AUDIENCE, columns.SERVICE_AREA, columns.WAYS, columns.PHONE),
        basis=_ACROSS,
    ),
    PublishedList(
        key="province-wide",
        group=PLACES,
        name=_("全省通办清单"),
        about=_("在全省任何地方都能办的事项；能够跨省通办的另列一张清单。"),
        where=f"{_OFFERED} AND v.service_area = 'cross_city'",
        columns=(*IDENTITY, columns.AUDIENCE, columns.WAYS, columns.ADDRESS, columns.PHONE),
    ),
    PublishedList(
        key="city-wide",
        group=PLACES,
        name=_("全市通办清单"),
        about=_("在全市任何区县都能办的事项；通办范围更大的另列清单。"),
        where=f"{_OFFERED} AND v.service_area = 'cross_county'",
        columns=(*IDENTITY, columns.AUDIENCE, columns.WAYS, columns.ADDRESS, columns.PHONE),
    ),
    PublishedList(
        key="delegated",
        group=PLACES,
        name=_("下沉乡镇村办理清单"),
        about=_("已经下放到乡镇（街道）、村（社区）办理的事项。"),
        where=f"{_OFFERED} AND v.delegated_to <> '{{}}'",
        columns=(*IDENTITY, columns.AUDIENCE, columns.DELEGATED_TO, columns.ADDRESS, columns.PHONE),
        basis=_STANDARDISED,
    ),
)
BY_KEY = {each.key: each for each in LISTS}
