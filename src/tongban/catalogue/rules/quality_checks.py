"""The checks of an item's own columns, by the rules' ids; those of its tables are in `quality_tables`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.elements import by_label, clashes, hints
from tongban.catalogue.rules.enumerations import Instance, Unit
from tongban.catalogue.rules.messages import Message
from tongban.catalogue.rules.quality_shapes import Around, Check, Found, Office, Prepare
from tongban.catalogue.rules.quality_tables import (
    catch_all_materials,
    conditions_judged,
    fees_explained,
    government_papers,
    questions_answered,
    steps_leave_days,
    steps_within_promise,
)

Item = Mapping[str, Any]
Settings = Mapping[str, Any]

OVER_LEGAL = gettext_noop("承诺办结时限不能超过法定办结时限，请缩短承诺时限。")
INSTANT_DIFFERS = gettext_noop("即办件的承诺时限应为 0，承诺件的承诺时限应大于 0，请改为一致。")
REVIEW_AT_ONCE = gettext_noop("即办件的审查类型应为即审即办，请改为一致。")
REVIEW_BEFORE = gettext_noop("承诺件的审查类型应为前审后批，请改为一致。")
NAMED_LICENCE = gettext_noop("结果名称是证照，结果类型应为出证办结。")
NAMED_DOCUMENT = gettext_noop("结果名称是文书，结果类型应为出文办结。")
RESULT_UNNAMED = gettext_noop("有结果的应写明结果名称，没有结果的应留空。")
NO_SAMPLE = gettext_noop("有结果的应附结果样本，请写明结果样本的内容。")
VISITS_UNEXPLAINED = gettext_noop("需要到现场的，应写明必须现场办理的原因。")
VISITS_DENIED = gettext_noop("需要到现场的，原因不能写无需到现场，请改为一致。")
VISITS_NEEDLESS = gettext_noop("无需到现场的，不应写必须现场办理的原因，请删除。")
NO_WAY_IN = gettext_noop("无需到现场又不能网上办理的，办理形式应包括快递申请。")
ONLINE_VISITS = gettext_noop("全程网办的事项到现场次数应为 0。")
BAD_NUMBER = gettext_noop("咨询电话和投诉电话都应填写，并带区号。")
SAME_NUMBER = gettext_noop("投诉电话不能与咨询电话相同。")
HOURS = gettext_noop("办理时间应写明是否工作日。")
PLACE = gettext_noop("办理地点应具体到窗口或房间号。")
THEME_DIFFERS = gettext_noop("主题“%(theme)s”与服务对象不一致，请改换主题。")
NO_CORPORATE_THEME = gettext_noop("只面向法人和组织的事项，应归入面向企业、组织的主题。")
NOT_LISTED = gettext_noop("行政许可事项应写明对应的行政许可事项清单条目。")
DIRECTORY_CLOSED = gettext_noop("基本目录中的这个事项已不在用，不能再发布实施清单。")


# What stands in brackets after a name does not tell what it is: 许可证（正本、副本）.
_BRACKETS = re.compile(r"[（(\[【〔][^）)\]】〕]*[）)\]】〕]")
_BETWEEN_DIGITS = re.compile(r"[\s\-－—]+")


def promise_within_law(settings: Settings, _around: Around) -> Check:
    """Prepare Q01: the promise is not longer than the law allows, in whatever units the two are given."""
    ratio = float(settings["calendar_days_per_working_day"])

    def check(item: Item) -> Found:
        legal = item["legal_days"]
        if legal is None:
            return
        promised = item["promised_days"] * (ratio if item["promised_unit"] == Unit.WORKING else 1.0)
        if promised > legal * (ratio if item["legal_unit"] == Unit.WORKING else 1.0):
            yield "promised_days", Message(OVER_LEGAL)

    return check


def instant_throughout(_settings: Settings, _around: Around) -> Check:
    """Prepare Q02: an instant item is promised at once and reviewed at once, any other is neither."""

    def check(item: Item) -> Found:
        instant = item["instance"] == Instance.INSTANT
        if instant != (item["promised_days"] == 0):
            yield "instance", Message(INSTANT_DIFFERS)
        if item["review"] != ("at_once" if instant else "before_decision"):
            yield "review", Message(REVIEW_AT_ONCE if instant else REVIEW_BEFORE)

    return check


def result_of_its_kind(settings: Settings, _around: Around) -> Check:
    """Prepare Q03: the name of the result tells its kind, and a named result has a sample."""
    licence_endings = tuple(settings["licence_endings"])
    document_endings = tuple(settings["document_endings"])

    def check(item: Item) -> Found:
        name, kind = item["result"]["name"], item["result"]["kind"]
        bare = _BRACKETS.sub("", name).rstrip()
        if bare.endswith(licence_endings) and kind != "licence":
            yield "result.kind", Message(NAMED_LICENCE)
        elif bare.endswith(document_endings) and kind != "document":
            yield "result.kind", Message(NAMED_DOCUMENT)
        if bool(name) != (kind != "none"):
            yield "result.name", Message(RESULT_UNNAMED)
        elif name and not item["result_sample"]:
            yield "result_sample", Message(NO_SAMPLE)

    return check


def visits_explained(settings: Settings, _around: Around) -> Check:
    """Prepare Q04: whoever has to come is told why; where nobody has to, no reason stands."""
    nobody_comes = tuple(settings["nobody_comes"])

    def check(item: Item) -> Found:
        reason = item["visits_reason"]
        denied = any(word in reason for word in nobody_comes)
        if item["visits"] and not reason:
            yield "visits_reason", Message(VISITS_UNEXPLAINED)
        elif item["visits"] and denied:
            yield "visits_reason", Message(VISITS_DENIED)
        elif not item["visits"] and reason and not denied:
            yield "visits_reason", Message(VISITS_NEEDLESS)

    return check


def a_way_in(settings: Settings, _around: Around) -> Check:
    """Prepare Q05: what needs no visit can be applied for online or by post."""
    from_afar = frozenset(settings["from_afar"])

    def check(item: Item) -> Found:
        if item["visits"] == 0 and from_afar.isdisjoint(item["channels"]):
            yield "channels", Message(NO_WAY_IN)

    return check


def online_means_no_visit(settings: Settings, _around: Around) -> Check:
    """Prepare Q06: what is handled online from end to end needs no visit."""
    whole = frozenset(settings["whole_online"])

    def check(item: Item) -> Found:
        if item["visits"] and not whole.isdisjoint(item["online_depth"]):
            yield "visits", Message(ONLINE_VISITS)

    return check


def numbers_to_call(settings: Settings, around: Around) -> Check:
    """Prepare Q08: a number to ask and another to complain, each with its area code."""
    number = re.compile(settings["number"])
    nowhere = Office()

    def check(item: Item) -> Found:
        office = around.offices.get(item["authority"], nowhere)
        phone = item["phone"] or office.phone
        complaints = item["complaint_phone"] or office.complaint_phone
        if not number.fullmatch(phone):
            yield "phone", Message(BAD_NUMBER)
        if not number.fullmatch(complaints):
            yield "complaint_phone", Message(BAD_NUMBER)
        if phone and _BETWEEN_DIGITS.sub("", phone) == _BETWEEN_DIGITS.sub("", complaints):
            yield "complaint_phone", Message(SAME_NUMBER)

    return check


def hours_and_place(settings: Settings, around: Around) -> Check:
    """Prepare Q09: where people have to come, the hours tell the days, and the place tells the window or room."""
    days = re.compile("|".join(map(re.escape, settings["words_of_hours"])))
    exact = re.compile("|".join(f"(?:{pattern})" for pattern in settings["patterns_of_place"]))
    nowhere = Office()

    def check(item: Item) -> Found:
        at_a_window = "window" in item["channels"]
        hours = item["office_hours"]
        if (hours or at_a_window) and not days.search(hours):
            yield "office_hours", Message(HOURS)
        address = item["address"] or around.offices.get(item["authority"], nowhere).address
        if (address or at_a_window) and not exact.search(address):
            yield "address", Message(PLACE)

    return check


def themes_of_the_audience(_settings: Settings, around: Around) -> Check:
    """Prepare Q10: each theme is for somebody whom the item serves; what is for bodies stands where they look."""
    audiences = {key: frozenset(audience) for key, audience in around.themes.items()}

    def check(item: Item) -> Found:
        served = item["audience"]
        themes = item["themes"]
        for theme in themes:
            meant = audiences.get(theme)
            if meant and meant.isdisjoint(served):
                yield "themes", Message(THEME_DIFFERS, theme=theme)
        if "person" in served:
            return
        if not any(not (meant := audiences.get(theme)) or meant != {"person"} for theme in themes):
            yield "themes", Message(NO_CORPORATE_THEME)

    return check


def in_the_directory(settings: Settings, around: Around) -> Check:
    """Prepare Q14: a licensing item names its entry in the published list; the directory still has the item."""
    shortest = int(settings["shortest_entry"])

    def check(item: Item) -> Found:
        if item["type"] == "01" and len(item["listed_as"].strip()) < shortest:
            yield "listed_as", Message(NOT_LISTED)
        if item["catalog_code"] in around.closed:
            yield "catalog_code", Message(DIRECTORY_CLOSED)

    return check


def elements_that_there_are(_settings: Settings, around: Around) -> Check:
    """Prepare Q18: a field of the form that names a data element names one that there is, and is of its type."""

    def check(item: Item) -> Found:
        return clashes(item, around.elements)

    return check


def elements_by_label(_settings: Settings, around: Around) -> Check:
    """Prepare Q18 for fields that name no element though their label is one's: it would be asked a second time."""
    named = by_label(around.elements.values())

    def check(item: Item) -> Found:
        return hints(item, named)

    return check


# The id of a rule, the setting that holds its severity where that is not the rule's own, and its check.
CHECKS: tuple[tuple[str, str, Prepare], ...] = (
    ("Q01", "", promise_within_law),
    ("Q02", "", instant_throughout),
    ("Q03", "", result_of_its_kind),
    ("Q04", "", visits_explained),
    ("Q05", "", a_way_in),
    ("Q06", "", online_means_no_visit),
    ("Q07", "", fees_explained),
    ("Q08", "", numbers_to_call),
    ("Q09", "", hours_and_place),
    ("Q10", "", themes_of_the_audience),
    ("Q11", "", questions_answered),
    ("Q12", "", steps_within_promise),
    ("Q12", "when_days_are_left", steps_leave_days),
    ("Q13", "", catch_all_materials),
    ("Q14", "", in_the_directory),
    ("Q16", "", government_papers),
    ("Q17", "", conditions_judged),
    ("Q18", "", elements_that_there_are),
    ("Q18", "when_only_the_label_says", elements_by_label),
)
# What an authority does of its own accord has no promise, materials or result: two rules are left, and Q15.
EX_OFFICIO: tuple[tuple[str, str, Prepare], ...] = (
    ("Q08", "", numbers_to_call),
    ("Q14", "", in_the_directory),
)
