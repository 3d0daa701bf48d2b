"""Take the yearly holiday notice (放假安排) into the calendar."""

import csv
import datetime as dt
import io
import secrets
from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.actions.load_calendar import extend
from tongban.kernel.actions.store_days import DayRule, inherited, rules_of, store_days
from tongban.kernel.errors import BadInput
from tongban.kernel.events import CALENDAR_CHANGED
from tongban.kernel.outbox import announce
from tongban.kernel.rules.calendar import CONFIRMED, ONE_DAY

HEADER = ["date", "kind", "name"]
HOLIDAY, WORKDAY = "holiday", "workday"
FOLLOWING_YEARS = 2


@dataclass(frozen=True, slots=True)
class NoticeReport:
    """What a notice changed: its year, its days off and make-up working days, and the rows written."""

    year: int
    holidays: int
    workdays: int
    changed: int
    last: dt.date


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    day: dt.date
    kind: str
    name: str


@transaction.atomic
def import_notice(csv_text: str, region_code: str = "", *, basis: str) -> NoticeReport:
    """Take a notice: CSV with the columns date (YYYY-MM-DD), kind (holiday or workday), name.

    The notice's year becomes confirmed and the two years after it are projected; ordinals are numbered
    afresh. `region_code` "" is the country; a region's notice sits on top of the days around it, and holds in every
    division within it. BadInput names every wrong row and field ("第3行 date"), and then nothing is changed.
    """
    errors: dict[str, str] = {}
    rows = _read(csv_text, errors)
    if not basis.strip():
        errors["basis"] = _("请填写通知的文号或名称。")
    if not rows and not errors:
        errors[_("第%(line)d行") % {"line": 1}] = _("通知中没有任何日期。")
    year = Counter(row.day.year for row in rows).most_common(1)[0][0] if rows else 0
    for row in rows:
        if abs(row.day - dt.date(year, 7, 1)) > 190 * ONE_DAY:
            errors[_("第%(line)d行") % {"line": row.line} + " date"] = _("日期不属于%(year)d年，请核对。") % {
                "year": year
            }
    country = rules_of("")
    if region_code and not (len(region_code) == 12 and region_code.isascii() and region_code.isdigit()):
        errors["region_code"] = _("请填写 12 位区划代码。")
    elif not country:
        errors["region_code"] = _("请先载入全国工作日历。")
    elif rows and year > max(country).year + 1:
        errors[_("第%(line)d行") % {"line": rows[0].line} + " date"] = _("请先导入之前年度的通知。")
    if errors:
        raise BadInput(errors)

    rules = rules_of(region_code) or inherited(region_code)
    _apply(rules, rows, year, basis.strip(), local=bool(region_code))
    changed = store_days(region_code=region_code, rules=rules)
    if changed:
        said = {"region": region_code, "basis": basis.strip(), "notice": secrets.token_hex(8)}
        announce(CALENDAR_CHANGED, {year: said})
    kinds = Counter(row.kind for row in rows)
    return NoticeReport(year, kinds[HOLIDAY], kinds[WORKDAY], changed, max(rules))


def _apply(rules: dict[dt.date, DayRule], rows: list[_Row], year: int, basis: str, *, local: bool) -> None:
    if not local:
        day = dt.date(year, 1, 1)
        while day.year == year:
            rules[day] = DayRule(working=day.weekday() < 5, basis=basis)
            day += ONE_DAY
    for row in rows:
        rules[row.day] = DayRule(working=row.kind == WORKDAY, status=CONFIRMED, name=row.name, basis=basis, local=local)
    if not local:
        extend(rules, following_years=FOLLOWING_YEARS)


def _read(csv_text: str, errors: dict[str, str]) -> list[_Row]:
    reader = csv.reader(io.StringIO(csv_text.removeprefix("\ufeff")))
    header = [cell.strip() for cell in next(reader, [])]
    if header != HEADER:
        errors[_("第%(line)d行") % {"line": 1}] = _("表头应为 date,kind,name。")
        return []
    rows: list[_Row] = []
    seen: dict[dt.date, int] = {}
    for cells in reader:
        if any(cell.strip() for cell in cells):
            row = _row(reader.line_num, [cell.strip() for cell in cells], seen, errors)
            if row is not None:
                rows.append(row)
                seen[row.day] = row.line
    return rows


def _row(line: int, cells: list[str], seen: dict[dt.date, int], errors: dict[str, str]) -> _Row | None:
    def wrong(field: str, message: str) -> None:
        errors[(_("第%(line)d行") % {"line": line} + f" {field}").strip()] = message

    if len(cells) != len(HEADER):
        wrong("", _("应有 3 列，实有 %(count)d 列。") % {"count": len(cells)})
        return None
    text, kind, name = cells
    before = len(errors)
    try:
        day = dt.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        day = None
    if day is None:
        wrong("date", _("“%(text)s”不是日期，应写成 2027-01-01。") % {"text": text})
    elif day in seen:
        wrong("date", _("与第%(line)d行重复。") % {"line": seen[day]})
    elif kind == WORKDAY and day.weekday() < 5:
        wrong("kind", _("这一天本来就是周一至周五，不必调休上班，请核对。"))
    if kind not in (HOLIDAY, WORKDAY):
        wrong("kind", _("“%(text)s”应为 holiday（放假）或 workday（上班）。") % {"text": kind})
    if not name or len(name) > 60:
        wrong("name", _("请填写节日名称，不超过 60 个字。"))
    return _Row(line, day, kind, name) if day is not None and len(errors) == before else None
