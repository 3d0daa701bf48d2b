"""How the open cases of each authority stand with their deadlines: the inbox's list, counted by authority and lamp."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.cases.queries.inbox_desk import desk_of
from tongban.cases.queries.inbox_filters import Filter
from tongban.kernel.clock import day_of
from tongban.matters.events import NotYours
from tongban.parties.queries import authorities
from tongban.parties.rules.actor import Actor, DutyKind

# The others see the cases of their own authority.
WATCHING = (DutyKind.SUPERVISOR, DutyKind.GOVERNMENT_HEAD)


@dataclass(frozen=True, slots=True)
class Lamps:
    """How many cases have each lamp."""

    red: int = 0
    yellow: int = 0
    white: int = 0
    grey: int = 0
    green: int = 0

    @property
    def count(self) -> int:
        """All of them: every open case has one lamp."""
        return self.red + self.yellow + self.white + self.grey + self.green


@dataclass(frozen=True, slots=True)
class LampRow:
    """An authority and the lamps of its open cases; `owner` is its id, as the inbox's filter has it."""

    owner: int
    name: str
    name_en: str
    lamps: Lamps


@dataclass(frozen=True, slots=True)
class LampBoard:
    """The lamps in all and by authority, the one with the most that are late first."""

    total: Lamps
    rows: list[LampRow]


def lamp_board(actor: Actor, filters: Filter, at: dt.datetime) -> LampBoard:
    """Return how the open cases that the actor watches stand with their deadlines, by authority; two queries.

    It counts what the inbox lists under the same filters. Raises NotYours for who watches over no other authority.
    """
    if not actor.charged_with(*WATCHING):
        raise NotYours(_("各部门的办理时限由监察人员和人民政府负责人查看"))
    counted = desk_of(actor, filters, day_of(at)).lamps_by_owner()
    rows = [LampRow(each.id, each.name, each.name_en, Lamps(**counted[each.id])) for each in authorities(counted)]
    rows.sort(key=lambda row: (-row.lamps.red, -row.lamps.yellow, -row.lamps.count, row.name))
    return LampBoard(Lamps(**{lamp: sum(each[lamp] for each in counted.values()) for lamp in Lamps.__slots__}), rows)
