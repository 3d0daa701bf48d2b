"""What is asked for: words, names, letters and slips, drawn from the real names by a fixed number."""

from __future__ import annotations

import functools
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import opencc
import pypinyin

from tongban.catalogue.rules.search import initials_of

SEED = 26_262
KINDS = ("two_char", "multi", "name", "traditional", "initials", "typo")
# What people take for one another because it looks alike; ours, of characters that names of items have.
LOOK_ALIKE = (
    *("己已", "未末", "账帐", "辨辩", "籍藉", "检捡验险", "中申甲由", "土士", "侯候", "折拆", "人入", "日目曰", "力刀"),
    *(
        "大太犬",
        "千干于",
        "货贷",
        "拔拨",
        "准淮",
        "请清情",
        "证怔",
        "复夏",
        "贪贫",
        "券卷",
        "师帅",
        "名各",
        "办力",
        "场扬",
    ),
    *(
        "登凳",
        "记纪",
        "材村",
        "林材",
        "间问",
        "业亚",
        "农衣",
        "使便",
        "住往",
        "休体",
        "设没",
        "许汗",
        "可司",
        "第弟",
        "具其",
    ),
)
_HAN = re.compile("[一-鿿]")
_RUN = re.compile("[一-鿿]{2,}")


@dataclass(frozen=True, slots=True)
class Asked:
    """Some words of one kind, and the real name that they come from; a slip says which it is."""

    kind: str
    words: str
    name: str
    slip: str = ""


def asked(names: Sequence[str], each: int) -> list[Asked]:
    """Draw `each` queries of every kind (of slips three times as many), no two alike."""
    chance = random.Random(SEED)
    slips = Slips(names, chance)
    drawn: dict[Asked, None] = {}
    for kind in KINDS:
        wanted = len(drawn) + each * (3 if kind == "typo" else 1)
        for name in _without_end(names, chance):
            if len(drawn) >= wanted:
                break
            query = slips.of(name) if kind == "typo" else _of(kind, name, chance)
            if query is not None:
                drawn.setdefault(query)
    return list(drawn)


def _without_end(names: Sequence[str], chance: random.Random) -> Sequence[str]:
    """Return the names, shuffled, ten times over: enough for any kind."""
    return [name for _turn in range(10) for name in chance.sample(names, len(names))]


def _of(kind: str, name: str, chance: random.Random) -> Asked | None:
    runs = _RUN.findall(name)
    if not runs:
        return None
    if kind == "two_char":
        return Asked(kind, _pair(chance.choice(runs), chance), name)
    if kind == "multi":
        # Two or three words from different places of the name, in any order.
        words = [run[at : at + 2] for run in runs for at in range(0, len(run) - 1, 2)]
        if len(words) < 2:
            return None
        return Asked(kind, " ".join(chance.sample(words, min(len(words), chance.choice((2, 2, 3))))), name)
    if kind == "initials":
        letters = initials_of(name)
        return Asked(kind, letters, name) if 3 <= len(letters) <= 20 and letters.isalpha() else None
    return Asked(kind, _traditional().convert(name) if kind == "traditional" else name, name)


def _pair(run: str, chance: random.Random) -> str:
    at = chance.randrange(len(run) - 1)
    return run[at : at + 2]


@functools.cache
def _traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


class Slips:
    """One wrong character in a name: of the same sound, of a like look, any other, or one swapped, missing, too many.

    In turn: half of them are of the same sound, as people type by pinyin; the others come equally often.
    """

    ORDER = ("sound", "look", "sound", "swapped", "sound", "missing", "sound", "extra", "sound", "other")

    def __init__(self, names: Sequence[str], chance: random.Random) -> None:
        self.chance = chance
        self.turn = 0
        self.characters = sorted({each for name in names for each in _HAN.findall(name)})
        self.sounding: dict[str, list[str]] = defaultdict(list)
        for character in self.characters:
            self.sounding[_sound(character)].append(character)

    def of(self, name: str) -> Asked | None:
        """Return the name with the slip whose turn it is; None where it has no character for it."""
        slip = self.ORDER[self.turn % len(self.ORDER)]
        places = [at for at, each in enumerate(name[:60]) if _HAN.match(each) and self._others(slip, name, at)]
        # A name is a whole: of three characters none can be spared.
        if len(name) < 4 or not places:
            return None
        self.turn += 1
        at = self.chance.choice(places)
        put = self.chance.choice(self._others(slip, name, at))
        length = 2 if slip == "swapped" else 0 if slip == "extra" else 1
        return Asked("typo", name[:at] + put + name[at + length :], name, slip)

    def _others(self, slip: str, name: str, at: int) -> Sequence[str]:
        character = name[at]
        if slip == "sound":
            return [each for each in self.sounding[_sound(character)] if each != character]
        if slip == "look":
            return [other for alike in LOOK_ALIKE if character in alike for other in alike if other != character]
        if slip == "swapped":
            after = name[at + 1 : at + 2]
            return [after + character] if after and after != character and _HAN.match(after) else []
        if slip == "missing":
            return [""]
        return [each for each in self.characters if each != character]


def _sound(character: str) -> str:
    return pypinyin.lazy_pinyin(character)[0]
