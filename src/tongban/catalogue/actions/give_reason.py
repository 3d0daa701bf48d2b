"""Say why a warning may stand."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.catalogue.access import drafts_and_all, has_duty
from tongban.catalogue.models import Finding
from tongban.catalogue.rules.enumerations import VersionState
from tongban.catalogue.rules.quality import Severity
from tongban.kernel.errors import BadInput, NotFound
from tongban.kernel.rules.texts import storable
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.parties.rules.actor import Actor, DutyKind

LONGEST = 500
_OPEN = (VersionState.DRAFT.value, VersionState.PUBLISHED.value)


class NotAWarning(NotAllowedNow):
    """An error is put right; no reason lets it stand."""


@transaction.atomic
def give_reason(*, version_id: int, rule: str, field: str, reason: str, actor: Actor, at: dt.datetime) -> int:
    """Keep why the warnings of a rule in a field of a draft or a version in force may stand; return how many.

    Raises NotFound where there is none or it is not for the actor to see, NotYours to who does not edit the items of
    the authority, NotAWarning of an error, BadInput.
    """
    version = drafts_and_all(actor).select_related("implementation").filter(pk=version_id, state__in=_OPEN).first()
    found = Finding.objects.select_for_update().filter(version_id=version_id, rule=rule, field=field)
    # What cannot be stored cannot be a field; the database would refuse to look.
    rows = list(found) if version is not None and storable(rule + field) else []
    if version is None or not rows:
        raise NotFound(_("没有这条质检结果，它可能已经改好，请刷新后重试"))
    if not has_duty(actor, version.implementation.authority_id, DutyKind.EDITOR):
        raise NotYours(_("只有事项编辑可以说明保留警告的理由"))
    if any(row.severity != Severity.WARNING for row in rows):
        raise NotAWarning(_("错误必须改正，不能以理由保留"))
    text = reason.strip()
    if not text or len(text) > LONGEST or not storable(text):
        raise BadInput({"reason": _("请写明保留这条警告的理由，不超过 %(limit)s 个字") % {"limit": LONGEST}})
    return Finding.objects.filter(pk__in=[row.pk for row in rows]).update(reason=text, reasoned_by=actor.name)
