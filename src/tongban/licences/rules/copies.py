"""What a copy of a licence is called, shows and is worth on a day (pure)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from tongban.kernel.clock import day_of
from tongban.kernel.rules.codes import mod37_36
from tongban.licences.lifecycle import VALID
from tongban.licences.rules.face import CONDITIONS, chinese_day

LONGEST_PURPOSE = 200
# A copy shows the whole identity number only where this key was chosen.
HOLDER_CODE = "holder_code"
# What is personal (level 3) or sensitive (level 4) is shown only where it was chosen.
USUAL_LEVEL = 2

IN_FORCE, ENDED, REVOKED, NOT_YET, LICENCE_ENDED = "valid", "expired", "revoked", "not_yet_valid", "licence_ended"

# code: (中文, English)
COPY_LABELS: dict[str, tuple[str, str]] = {
    IN_FORCE: ("副本有效", "The copy counts"),
    ENDED: ("副本已过期", "The copy has expired"),
    REVOKED: ("副本已失效", "The copy was revoked"),
    NOT_YET: ("副本还没有出具", "The copy was not made yet"),
    LICENCE_ENDED: ("原证照不在有效状态", "The licence is not in force"),
}

# Without I, L, O and U, so that nobody reads one for another.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_NUMBER = re.compile(f"FB[{_ALPHABET}]{{15}}[0-9A-Z]")


def copy_number(random: bytes) -> str:
    """Return the number of a copy from ten random bytes: FB, 15 characters and a check character (MOD 37,36)."""
    drawn = int.from_bytes(random[:10], "big")
    body = "FB" + "".join(_ALPHABET[drawn >> 5 * place & 31] for place in range(15))
    return body + mod37_36(body)


def copy_number_valid(number: str) -> bool:
    """Tell whether the text has the form of a copy's number and the right check character."""
    return bool(_NUMBER.fullmatch(number)) and mod37_36(number[:-1]) == number[-1]


def fields_shown(
    face: Sequence[Mapping[str, Any]], levels: Mapping[str, int], chosen: Collection[str] | None
) -> list[str]:
    """Return the keys that a copy shows, in the order of the face; all that is not personal where none were chosen."""
    if chosen is None:
        return [line["key"] for line in face if levels.get(line["key"], USUAL_LEVEL) <= USUAL_LEVEL]
    shown = [line["key"] for line in face if line["key"] in chosen]
    return [HOLDER_CODE, *shown] if HOLDER_CODE in chosen else shown


def lines_of(face: Sequence[Mapping[str, Any]], keys: Collection[str]) -> list[list[str]]:
    """Return the label and value of the lines that are shown, the conditions last."""
    lines = [line for line in face if line["key"] in keys]
    return [[line["label"], line["value"]] for line in sorted(lines, key=lambda line: line["key"] == CONDITIONS)]


def copy_state(
    on: dt.date, *, made_at: dt.datetime, expires_on: dt.date, revoked_at: dt.datetime | None, licence_state: str
) -> str:
    """Return what a copy is worth at the end of a day, when its licence stands so on that day."""
    if on < day_of(made_at):
        return NOT_YET
    if revoked_at is not None and day_of(revoked_at) <= on:
        return REVOKED
    if on > expires_on:
        return ENDED
    return IN_FORCE if licence_state == VALID else LICENCE_ENDED


def watermark(purpose: str, user: str, made_on: dt.date) -> str:
    """Return what lies across each page of a copy."""
    short = purpose if len(purpose) <= 40 else f"{purpose[:39]}…"
    return f"仅限{user}用于{short} · {chinese_day(made_on)}"
