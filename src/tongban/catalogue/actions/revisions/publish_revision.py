"""Publish a revision: its drafts come into force, now or on their day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.catalogue.actions.fill_drafts import fill_drafts
from tongban.catalogue.actions.publish_versions import lock_catalogue, publish_versions
from tongban.catalogue.actions.revisions.pass_review import PUBLISH_CLOCK
from tongban.catalogue.actions.revisions.send_to_review import refuse_unfit
from tongban.catalogue.models import Version
from tongban.catalogue.ports import open_cases
from tongban.catalogue.queries.drafts import drafts_of
from tongban.catalogue.rules.enumerations import Standing, VersionState
from tongban.kernel.clock import day_of
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import read
from tongban.parties.rules.actor import Actor


class CasesOpen(NotAllowedNow):
    """An item to be cancelled has cases that are not closed, or will have, and nobody decided that they go on."""


@retried
@transaction.atomic
def publish_revision(*, number: str, actor: Actor, at: dt.datetime, cases_go_on: bool = False) -> Stepped:
    """Put the drafts into force (发布), or let them wait for their day; what they replace stays for running cases.

    An item with open cases is cancelled only with the decision that these are finished as they began (`cases_go_on`);
    so is one that is cancelled on a day to come, until which cases are still filed. Raises CasesOpen with their number,
    BadInput by field, NotFound, NotYours, NotAllowedNow.
    """
    facts = read(number, actor=actor, kind="revision")
    allow(facts, "publish", actor)
    lock_catalogue()
    drafts = drafts_of(facts)
    row, today = facts.parts["revision"], day_of(at)
    effective_on = max(row.effective_on or today, today)
    waits = effective_on > today
    if not cases_go_on:
        _refuse_open_cases(drafts, waits=waits)
    said: dict[str, Any] = {"drafts": len(drafts), "effective_on": effective_on.isoformat()}
    if cases_go_on:
        said["cases_go_on"] = True
    done = step(
        facts,
        "publish",
        actor=actor,
        at=at,
        to="scheduled" if waits else "in_force",
        writes=[
            *stop(facts.running(PUBLISH_CLOCK), today),
            Change(row, {"publisher_id": actor.official_id, "effective_on": effective_on}),
        ],
        said=said,
    )
    refuse_unfit(drafts, at)
    fill_drafts(drafts=drafts, effective_on=effective_on)
    if waits:
        Version.objects.filter(pk__in=[draft.pk for draft in drafts]).update(state=VersionState.SCHEDULED.value)
    else:
        publish_versions(version_ids=[draft.pk for draft in drafts], at=at)
    return done


def _refuse_open_cases(drafts: Sequence[Version], *, waits: bool) -> None:
    cancelled = {
        draft.implementation.task_code: draft.name
        for draft in drafts
        if draft.content["standing"] == Standing.CANCELLED and not draft.variant
    }
    counted = open_cases(cancelled) if cancelled else {}
    for code, count in counted.items():
        if count:
            raise CasesOpen(
                _("“%(name)s”还有 %(count)d 件办件没有办结，请等办结后再取消，或决定这些办件按原版本办结")
                % {"name": cancelled[code], "count": count}
            )
    if cancelled and waits:
        raise CasesOpen(
            _("“%(name)s”到取消生效的那一天以前还可以申请，请决定届时没有办结的办件按原版本办结，再发布")
            % {"name": next(iter(cancelled.values()))}
        )
