"""What is written to those whose due days moved with a notice: one letter a person, however many the cases."""

import datetime as dt
from collections.abc import Sequence

from tongban.cases.rules.letters import Letter

LONGEST_LIST = 30

# A case's number and name, its due day before and since.
Moved = tuple[str, str, dt.date, dt.date]


def moved_days_letter(moved: Sequence[Moved], *, basis: str) -> Letter:
    """Return the letter on the cases whose due days a notice moved; the first of many are named."""
    first = moved[0]
    title = f"办理期限随放假安排调整：{first[1]}" if len(moved) == 1 else f"{len(moved)} 件办件的期限随放假安排调整"
    lines = [
        f"办件 {number}（{subject}）：到期日由 {_day(before)} 改为 {_day(after)}。"
        for number, subject, before, after in moved[:LONGEST_LIST]
    ]
    more = len(moved) - LONGEST_LIST
    lines += [f"另有 {more} 件，请在办件列表中查看。"] if more > 0 else []
    return Letter(title, "\n".join([f"工作日历按“{basis}”更新，办理期限随之重新计算。", *lines]))


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
