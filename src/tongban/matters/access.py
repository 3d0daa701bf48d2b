"""Who may see the processes of other systems (历史办件), on which nobody acts any more, and who may see alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from tongban.matters.lifecycle import LOCAL, Kind, Move, Part, State
from tongban.matters.models import Alert, Matter
from tongban.parties.rules.actor import Actor, DutyKind

if TYPE_CHECKING:
    from tongban.matters.queries import Facts

OPEN, CLOSED = "open", "closed"
BEGIN, RECORD, END = "begin", "record", "end"


def sees(actor: Actor, facts: Facts) -> bool:
    """Tell whether the history exists for the actor: for supervisors, and for the authority that it belongs to."""
    return actor.is_system or _watches(actor) or facts.matter.owner_id in actor.authorities()


def visible_histories(actor: Actor) -> QuerySet[Matter]:
    """Return the histories that exist for the actor; the same rule as `sees`, as a filter."""
    found = Matter.objects.filter(kind=HISTORY.code).select_related("history", "owner")
    return found if _watches(actor) else found.filter(owner_id__in=actor.authorities())


def _watches(actor: Actor) -> bool:
    return bool(actor.authorities(DutyKind.SUPERVISOR))


def _nobody(actor: Actor, facts: Facts, duty: str) -> bool:
    return False


def _told(verb: str, label: str, label_en: str, sources: frozenset[str], target: str) -> Move:
    return Move(verb, label, label_en, sources, (target,), frozenset({"system"}), LOCAL, label)


_ANY = frozenset({OPEN})

HISTORY = Kind(
    code="history",
    label="历史办件",
    label_en="History",
    states=(
        State(OPEN, "办理中（外部系统）", "Open elsewhere"),
        State(CLOSED, "已办结（外部系统）", "Closed elsewhere", finished=True, closed=True),
    ),
    moves=(
        _told(BEGIN, "开始", "Begin", frozenset(), OPEN),
        _told(RECORD, "记录", "Record", _ANY, OPEN),
        _told(END, "结束", "End", _ANY, CLOSED),
    ),
    holds=_nobody,
    sees=sees,
    parts={"history": Part("matters.History", one=True, order="matter_id", rare=True)},
)


def visible_alerts(actor: Actor) -> QuerySet[Alert]:
    """Return the alerts that exist for the actor: all for supervisors, for heads those of what they head."""
    if actor.is_system or _watches(actor):
        return Alert.objects.all()
    governed = {held.region_code for held in actor.duties if held.kind is DutyKind.GOVERNMENT_HEAD}
    headed = Q(matter__owner__in=actor.authorities(DutyKind.HEAD)) | Q(matter__region__in=governed)
    return Alert.objects.filter(headed)
