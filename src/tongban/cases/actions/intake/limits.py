"""The limits that acceptance starts (行政许可法 第四十二条), and whether silence has accepted already (第三十二条)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tongban.cases.actions.intake.about_licence import before_expiry
from tongban.cases.actions.paper import chinese_day
from tongban.catalogue.queries import ImplementationView
from tongban.matters.actions.project import start_clock
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import Facts

if TYPE_CHECKING:
    from tongban.matters.models import Clock

LIMIT_LABELS = {"promise": "承诺办结日期", "legal": "法定办结日期", "renewal": "最迟在证照届满前决定"}


class AcceptedBySilence(NotAllowedNow):
    """The window did not answer in time: the application is accepted by law, and nothing else may be said of it."""


def limits(facts: Facts, item: ImplementationView, on: dt.date) -> dict[str, Clock]:
    """Return the promised clock, and the legal one where the item has a legal limit, as they start on a day.

    A renewal is also to be decided before the licence expires, whatever is paused (第五十条).
    """
    lengths = {"promise": (item.promised_days, item.promised_unit)}
    if item.legal_days is not None:
        lengths["legal"] = (item.legal_days, item.legal_unit)
    clocks = {
        kind: start_clock(facts, kind, on=on, days=days, unit=unit, region_code=facts.region_code, pausable=True)
        for kind, (days, unit) in lengths.items()
    }
    if renewal := before_expiry(facts, on):
        clocks["renewal"] = renewal
    return clocks


def limit_lines(clocks: dict[str, Clock]) -> list[tuple[str, str]]:
    """Return the due days as a document prints them."""
    return [(LIMIT_LABELS[kind], chinese_day(clock.due_on)) for kind, clock in clocks.items()]


def due_days(clocks: dict[str, Clock]) -> dict[str, str]:
    """Return the due days as the journal keeps them."""
    return {f"{kind}_due_on": clock.due_on.isoformat() for kind, clock in clocks.items()}


def under(item_type: str) -> str:
    """Return the article by which a licence is accepted; other kinds of items have no such law."""
    return "依照《中华人民共和国行政许可法》第三十二条的规定，" if item_type == "01" else ""


def refuse_after_silence(facts: Facts, today: dt.date) -> None:
    """Raise AcceptedBySilence once the day for the answer on acceptance is past."""
    intake = facts.running("intake")
    if intake is not None and intake.due_on < today:
        raise AcceptedBySilence(
            _("受理答复期限已过，依法自收到申请材料之日起即为受理；系统正在登记，请稍后刷新后按已受理办理")
        )
