"""Say why a warning may stand."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.catalogue.access import drafts_and_all
from tongban.catalogue.models import Finding, Version
from tongban.catalogue.rules.enumerations import VersionState
from tongban.catalogue.rules.quality import Severity
from tongban.kernel.errors import BadInput, NotFound
from tongban.kernel.rules.texts import storable
from tongban.matters.actions.step import allow, retried, step
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import read
from tongban.parties.rules.actor import Actor

LONGEST = 500


class NotAWarning(NotAllowedNow):
    """An error is put right; no reason lets it stand."""


@retried
@transaction.atomic
def give_reason(*, version_id: int, rule: str, field: str, reason: str, actor: Actor, at: dt.datetime) -> int:
    """Keep why the warnings of a rule in a field of a draft may stand; return how many.

    It is an edit of the revision: it stands in the journal, and who gave it is one of the authors, who do not review.
    Raises NotFound where there is none or it is not for the actor to see, NotAllowedNow once the draft was sent to
    review, NotYours to who does not edit it, NotAWarning of an error, BadInput.
    """
    drafts = drafts_and_all(actor).filter(state=VersionState.DRAFT.value, revision__isnull=False)
    draft = drafts.select_related("revision__matter").filter(pk=version_id).first()
    rows = _found(draft, rule, field)
    if draft is None or draft.revision is None or not rows:
        raise NotFound(_("没有这条质检结果，它可能已经改好，请刷新后重试"))
    facts = read(draft.revision.matter.number, actor=actor, kind="revision")
    allow(facts, "edit", actor)
    if any(row.severity != Severity.WARNING for row in rows):
        raise NotAWarning(_("错误必须改正，不能以理由保留"))
    text = reason.strip()
    if not text or len(text) > LONGEST or not storable(text):
        raise BadInput({"reason": _("请写明保留这条警告的理由，不超过 %(limit)s 个字") % {"limit": LONGEST}})
    step(facts, "edit", actor=actor, at=at, said={"version": draft.pk, "reason_for": rule, "field": field})
    return Finding.objects.filter(pk__in=[row.pk for row in rows]).update(reason=text, reasoned_by=actor.name)


def _found(draft: Version | None, rule: str, field: str) -> list[Finding]:
    # What cannot be stored cannot be a field; the database would refuse to look.
    if draft is None or not storable(rule + field):
        return []
    return list(Finding.objects.select_for_update().filter(version=draft, rule=rule, field=field))
