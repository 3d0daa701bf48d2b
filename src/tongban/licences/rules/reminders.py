"""When a holder is reminded that a licence ends, and in which words (pure)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tongban.licences.rules.face import chinese_day

# The day on which it was over; told for some days, in case a night was missed.
OVER = 0
TOLD_AFTER = 7
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Ending:
    """A licence that ends: `page` is where it is renewed, empty where its item knows no renewal."""

    name: str
    number: str
    holder_name: str
    valid_until: dt.date
    days: int
    page: str


def threshold(left: int, days: Sequence[int]) -> int | None:
    """Return which reminder is due with so many days left (below 0: over), None where none is."""
    if left < 0:
        return OVER if -left <= TOLD_AFTER else None
    return min((each for each in days if left <= each), default=None)


def reminder_of(endings: Sequence[Ending], *, apply_days: int) -> tuple[str, str]:
    """Return subject and body of the one message of a day to one holder."""
    soonest = sorted(endings, key=lambda each: each.valid_until)
    over = all(each.days < 0 for each in soonest)
    first = soonest[0]
    subject = f"证照{'已到期' if over else '即将到期'}：{first.name}"
    if len(soonest) > 1:
        subject += f"等 {len(soonest)} 份"
    lines = [_line(each) for each in soonest[:MOST_NAMED]]
    if len(soonest) > MOST_NAMED:
        lines.append(f"还有 {len(soonest) - MOST_NAMED} 份，请在“我的证照”查看。")
    lines.append(f"行政许可需要延续的，一般应在有效期届满 {apply_days} 日前申请；已经申请的，不必理会。")
    return subject, "\n".join(lines)


def _line(each: Ending) -> str:
    when = f"已于{chinese_day(each.valid_until)}到期" if each.days < 0 else f"{chinese_day(each.valid_until)}到期"
    left = "" if each.days < 0 else f"，还有 {each.days} 天"
    how = f"延续请从这里申请：{each.page}" if each.page else "延续请向发证机关申请。"
    return f"{each.name}（{each.number}，{each.holder_name}）{when}{left}。{how}"
