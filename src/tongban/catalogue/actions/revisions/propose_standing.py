"""Propose that items are suspended, cancelled, or taken into use again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from tongban.catalogue.access import no_such_item
from tongban.catalogue.actions.revisions.opening import Draft, open_revision, refuse_unreasoned
from tongban.catalogue.models import Implementation, Version
from tongban.catalogue.rules.enumerations import STANDINGS, Standing, VersionState
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor

MOST_AT_ONCE = 1000


class StandsSo(NotAllowedNow):
    """An item already stands as is proposed."""


def propose_standing(
    *, task_codes: Sequence[str], standing: str, why: str, effective_on: dt.date | None, actor: Actor, at: dt.datetime
) -> str:
    """Open a revision that suspends, cancels or resumes the items (暂停、取消、恢复), and return its number.

    The drafts say the same as what is in force but for the standing and its reason; the variants of an item go with
    it. The revision is sent to review like any other. Raises NotFound, StandsSo, DraftOpen, NotYours, and BadInput for
    an unknown standing, a missing reason, a day that is past, no item or more than 1000.
    """
    wanted = list(dict.fromkeys(task_codes))
    if standing not in STANDINGS:
        raise BadInput({"standing": _("请选择在用、暂停或取消")})
    refuse_unreasoned("why", why)
    refuse_past(effective_on, at)
    if not 1 <= len(wanted) <= MOST_AT_ONCE:
        raise BadInput({"task_codes": _("请选择 1 到 %(most)d 个事项") % {"most": MOST_AT_ONCE}})
    if not all(code.isprintable() for code in wanted):
        raise no_such_item()
    found = list(
        Implementation.objects.filter(task_code__in=wanted, current__isnull=False)
        .select_related("current")
        .order_by("task_code")
    )
    if len(found) != len(wanted):
        raise no_such_item()
    for each in found:
        assert each.current is not None
        if each.current.standing == standing:
            raise StandsSo(
                _("“%(name)s”已经是“%(standing)s”，请不要重复提出")
                % {"name": each.current.name, "standing": _(STANDINGS[standing])}
            )
    reason = "" if standing == Standing.IN_USE else why.strip()
    in_force = Version.objects.filter(implementation__in=found, state=VersionState.PUBLISHED.value)
    drafts = [
        Draft(each.implementation, {**each.content, "standing": standing, "standing_reason": reason})
        for each in in_force.exclude(standing=standing)
        .select_related("implementation")
        .order_by("implementation__task_code", "variant")
    ]
    return open_revision(drafts=drafts, reason=why, actor=actor, at=at, effective_on=effective_on)


def refuse_past(effective_on: dt.date | None, at: dt.datetime) -> None:
    """Raise BadInput for a day before today."""
    if effective_on is not None and effective_on < day_of(at):
        raise BadInput({"effective_on": _("生效日期不能早于今天")})
