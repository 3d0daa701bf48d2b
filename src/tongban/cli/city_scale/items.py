"""The items of a whole city: each base item with its sub-items, carried out by departments, districts and townships.

A base item stands in the demo city's files; its sub-items (子项) are what people come back for: a change, a renewal, a
replacement. Each is carried out by the authority of the city, by those of the districts and zones that do the same
work, and by the townships as far as the city's number of items goes.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tongban.cli.city_scale.authorities import Office
from tongban.cli.city_scale.proofs import Proofs

ITEMS = 26_262

Content = dict[str, Any]

# Sub-items by what the item gives: the last digits of the code, the word, and what people call it.
_KINDS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "licence": (
        ("001", "变更", "改信息"),
        ("002", "延续", "续期"),
        ("003", "补发", "丢了补办"),
        ("004", "注销", "不用了"),
    ),
    "document": (
        ("001", "变更", "改信息"),
        ("002", "补办", "丢了补办"),
        ("003", "撤销", "不办了"),
        ("004", "结果查询", "查结果"),
    ),
    "none": (("001", "变更", "改信息"), ("002", "撤销", "不办了")),
}
# A promise is shortened in no more than this part of the places that carry an item out.
_QUICKER = 0.3


def city_items(base: Sequence[Mapping[str, Any]], offices: Sequence[Office], *, seed: int = 1) -> Iterator[Content]:
    """Yield the contents that make the city's catalogue up to 26,262 items beside those in `base`.

    `base` are the contents of the demo city's files (applied and ex officio, all at city level); the same seed gives
    the same items. Variants beside an ordinary version are no items of their own.
    """
    chance = random.Random(seed)
    ordinary = [item for item in base if not item.get("variant")]
    applied = [item for item in ordinary if "steps" in item]
    directory = [entry for item in applied for entry in _entries(item)]
    proofs = Proofs(base)
    wanted = ITEMS - len(ordinary)
    at_city = (dict(entry) for entry in directory if entry["catalog_code"][9:] != "000")
    below = itertools.chain(_in_districts(directory, offices), _in_townships(directory, offices))
    carried_out = itertools.chain(at_city, (_content(entry, office, offices, chance) for entry, office in below))
    for content in itertools.islice(carried_out, wanted):
        proofs.add(content)
        yield content


def _entries(item: Mapping[str, Any]) -> Iterator[Content]:
    """Yield the item itself and its sub-items, as entries of the directory."""
    plain = {key: value for key, value in item.items() if key != "cancelled_proofs"}
    materials = [{key: value for key, value in row.items() if key != "is_proof"} for row in item.get("materials", ())]
    yield {**plain, "materials": materials}
    for number, word, plainly in _KINDS[item["result"]["kind"]]:
        yield {
            **plain,
            "materials": materials,
            "catalog_code": item["catalog_code"][:9] + number,
            "name": f"{item['name']}（{word}）",
            "name_en": "",
            "aliases": [f"{alias}{plainly}" for alias in item.get("aliases", ())][:4],
            "business_items": [],
            "local_code": "",
        }


def _in_districts(directory: Sequence[Content], offices: Sequence[Office]) -> Iterator[tuple[Content, Office]]:
    return ((entry, office) for office in offices if office.level == "4" for entry in directory if office.does(entry))


def _in_townships(directory: Sequence[Content], offices: Sequence[Office]) -> Iterator[tuple[Content, Office]]:
    """Return what people come for to their township, all townships item by item: so that each has as many."""
    townships = [office for office in offices if office.level == "5"]
    near = sorted(
        (entry for entry in directory if "person" in entry["audience"]),
        key=lambda entry: (not entry.get("delegated_to"), "company" in entry["audience"], entry["catalog_code"]),
    )
    return ((entry, office) for entry in near for office in townships)


def _content(entry: Content, office: Office, offices: Sequence[Office], chance: random.Random) -> Content:
    """Return an entry as an office carries it out; place and telephone are the office's own."""
    steps = [{**step, "authority": _who(step, entry, office, offices)} for step in entry["steps"]]
    content = {
        **entry,
        "authority": office.row["key"],
        "level": office.level,
        "steps": steps,
        "address": "",
        "phone": "",
        "complaint_phone": "",
    }
    if office.level == "5":
        content |= {"power_source": "5", "entrusted_by": f"{office.row['name'][:40]}的上级主管部门"}
    # Steps are told in working days, so only a promise in working days can be measured by them.
    spare = content.get("promised_days", 0) - _days_of(steps) if content["promised_unit"] == "working" else 0
    if spare > 1 and chance.random() < _QUICKER:
        content["promised_days"] -= chance.randint(1, spare - 1)
    return content


def _who(step: Mapping[str, Any], entry: Content, office: Office, offices: Sequence[Office]) -> str:
    """Return who takes a step: the office itself, or the same department of its district, or that of the city."""
    if office.of is None or step["authority"] == entry["authority"]:
        return str(office.row["key"])
    beside = f"{step['authority']}-{office.district}"
    return beside if any(each.row["key"] == beside for each in offices) else str(step["authority"])


def _days_of(steps: Sequence[Mapping[str, Any]]) -> int:
    return sum(int(step["days"]) for step in steps)
