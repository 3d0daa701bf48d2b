"""How long a case may be extended, by whom, and until when (行政许可法 第四十二条)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tongban.cases.lifecycle import GOVERNMENT_HEAD, HEAD
from tongban.cases.models import Proposal
from tongban.cases.queries.reading import item_of
from tongban.kernel.queries import calendar_of, parameter
from tongban.kernel.rules.calendar import Due
from tongban.matters.queries import Facts, spans_of
from tongban.matters.rules.clocks import reckon

if TYPE_CHECKING:
    from tongban.matters.models import Clock


def is_joint(facts: Facts) -> bool:
    """Tell whether several authorities handle the case together, for which the longer limits count."""
    return item_of(facts).joint


def approved_by(facts: Facts) -> str:
    """Return the duty that approves an extension: the head of the organ, or of the government for what is joint."""
    return GOVERNMENT_HEAD if is_joint(facts) else HEAD


def longest_extension(facts: Facts, on: dt.date) -> int:
    """Return the working days by which the case may be extended at most."""
    return int(parameter("legal_extension_joint" if is_joint(facts) else "legal_extension", facts.region_code, on))


def extended(facts: Facts) -> list[Clock]:
    """Return the running clocks that an extension makes longer: the legal one, and the promised one by parameter."""
    kinds = ["legal", *(["promise"] if parameter("extension_extends_promise", facts.region_code) else [])]
    return [clock for kind in kinds if (clock := facts.running(kind)) is not None]


def extended_due(facts: Facts, days: int) -> Due | None:
    """Return the legal due day as it would be with so many days more, None where no legal clock runs."""
    legal = facts.running("legal")
    if legal is None:
        return None
    spans = spans_of(facts.pauses) if legal.pausable else ()
    calendar, working = calendar_of(facts.region_code), legal.unit == "working"
    return reckon(calendar, start=legal.started_on, days=legal.days + days, working=working, pauses=spans).due


def not_to_be_extended(facts: Facts) -> str:
    """Tell why no extension may be asked for: there is no legal limit, or it was extended, or asked for already."""
    made = [each for each in facts.parts["proposals"] if each.kind == Proposal.Kind.EXTENSION]
    if any(each.outcome == Proposal.Outcome.APPROVED for each in made):
        return _("此件已经延期过一次，依法不能再延期")
    if any(each.answered_at is None for each in made):
        return _("已申请延期，请等待负责人答复")
    return "" if facts.running("legal") else _("此件没有正在计算的法定期限，不需要延期")
