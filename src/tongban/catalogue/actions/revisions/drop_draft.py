"""Take one item out of a change of several."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.catalogue.queries.drafts import drafts_of
from tongban.catalogue.rules.enumerations import VersionState
from tongban.kernel.errors import NotFound
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import read
from tongban.parties.rules.actor import Actor


class LastDraft(NotAllowedNow):
    """A revision without a draft changes nothing: it is given up instead."""


@retried
def drop_draft(*, number: str, version_id: int, actor: Actor, at: dt.datetime) -> Stepped:
    """Withdraw one draft, so that the others need not wait for it; the item can be changed by another revision.

    Raises LastDraft, NotFound, NotYours, NotAllowedNow.
    """
    facts = read(number, actor=actor, kind="revision")
    allow(facts, "edit", actor)
    drafts = {draft.pk: draft for draft in drafts_of(facts)}
    if version_id not in drafts:
        raise NotFound(_("变更单中没有这份草稿，请刷新后重试"))
    if len(drafts) == 1:
        raise LastDraft(_("变更单只剩这一份草稿，不再需要的请撤销变更"))
    return step(
        facts,
        "edit",
        actor=actor,
        at=at,
        writes=[Change(drafts[version_id], {"state": VersionState.WITHDRAWN.value})],
        said={"dropped": version_id},
    )
