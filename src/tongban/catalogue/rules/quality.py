"""Quality rules of items (事项质检): what an implementation list says wrongly, found without a database.

The rules are those of provincial quality checks and national inspections. What a check looks at is written in
`quality_checks`; how grave each is, and the words and numbers it goes by, are data (`data/quality_rules.toml`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.elements import Elements
from tongban.catalogue.rules.enumerations import EX_OFFICIO_TYPES
from tongban.catalogue.rules.messages import Message
from tongban.catalogue.rules.quality_checks import CHECKS, EX_OFFICIO
from tongban.catalogue.rules.quality_shapes import Around, Check, Finding, Office, Rule, Severity

__all__ = [
    "Around",
    "Finding",
    "Office",
    "Rule",
    "RuleSet",
    "Severity",
    "Standard",
    "check_quality",
    "differing",
    "rule_set",
    "standard_of",
]

NAME_DIFFERS = gettext_noop("事项名称与同一基本编码的其他实施主体不一致，请改为一致，或一并变更各实施主体的清单。")
TYPE_DIFFERS = gettext_noop("事项类型与同一基本编码的其他实施主体不一致，请改为一致，或一并变更各实施主体的清单。")
BASIS_DIFFERS = gettext_noop("设定依据与同一基本编码的其他实施主体不一致，请改为一致，或一并变更各实施主体的清单。")

# Rules that look at more than one item, so that no check of one item finds them.
SAME_STANDARD = "Q15"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules that count on a day, ready to be applied; `checks` of items that people apply for, and of the others.

    `same_standard` is the severity of the rule that compares implementers, None where the city leaves it out;
    `elements` are the data elements that there are.
    """

    rules: Mapping[str, Rule]
    checks: tuple[tuple[str, Severity, Check], ...]
    ex_officio: tuple[tuple[str, Severity, Check], ...]
    same_standard: Severity | None
    elements: Elements


def rule_set(rules: Iterable[Rule], around: Around) -> RuleSet:
    """Prepare the rules for a city; raises KeyError or re.error when the settings of one are not usable."""
    counting = {rule.code: rule for rule in rules}
    ready: dict[bool, list[tuple[str, Severity, Check]]] = {False: [], True: []}
    for of_own_accord, table in ((False, CHECKS), (True, EX_OFFICIO)):
        for code, severity_setting, prepare in table:
            rule = counting.get(code)
            if rule is None or rule.severity == "off":
                continue
            severity = rule.settings[severity_setting] if severity_setting else rule.severity
            if severity != "off":
                ready[of_own_accord].append((code, Severity(severity), prepare(rule.settings, around)))
    same = counting.get(SAME_STANDARD)
    return RuleSet(
        rules=counting,
        checks=tuple(ready[False]),
        ex_officio=tuple(ready[True]),
        same_standard=Severity(same.severity) if same is not None and same.severity != "off" else None,
        elements=around.elements,
    )


def check_quality(content: Mapping[str, Any], rules: RuleSet) -> list[Finding]:
    """Return what the rules find in an item's content (as `read_item` returns it), in the order of the rules.

    Telephone numbers and addresses that the item leaves empty are those of its authority. Q15 needs more than one
    item: see `differing`.
    """
    checks = rules.ex_officio if content["type"] in EX_OFFICIO_TYPES else rules.checks
    return [
        Finding(code, severity, where, message) for code, severity, check in checks for where, message in check(content)
    ]


# What has to be the same wherever an item is carried out: name, type, legal bases.
Standard = tuple[str, str, tuple[tuple[str, str], ...]]
_PARTS = (("name", NAME_DIFFERS), ("type", TYPE_DIFFERS), ("basis", BASIS_DIFFERS))


def standard_of(content: Mapping[str, Any]) -> Standard:
    """Return what of an item has to be the same at every implementer (同事项同标准)."""
    bases = tuple(sorted({(row.get("law", ""), row.get("article", "")) for row in content["basis"]}))
    return content["name"], content["type"], bases


def differing(standards: Mapping[Any, tuple[str, Standard]], rules: RuleSet) -> dict[Any, list[Finding]]:
    """Return the findings of Q15 by the key of the item: whose standard is not that of most with its 基本编码.

    `standards` gives each item's 基本编码 and standard; of two that are as frequent, the one that stands first counts.
    """
    if rules.same_standard is None:
        return {}
    by_code: dict[str, Counter[Standard]] = {}
    for code, standard in standards.values():
        by_code.setdefault(code, Counter())[standard] += 1
    common = {code: max(counted, key=lambda each: counted[each]) for code, counted in by_code.items()}
    found: dict[Any, list[Finding]] = {}
    for key, (code, standard) in standards.items():
        if standard == common[code]:
            continue
        found[key] = [
            Finding(SAME_STANDARD, rules.same_standard, part, Message(sentence))
            for place, (part, sentence) in enumerate(_PARTS)
            if standard[place] != common[code][place]
        ]
    return found
