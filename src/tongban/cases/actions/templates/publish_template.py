"""Publish the draft of a document's template; from its day on documents are set with it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.queries.templates import preview_template, template_page
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.events import NotAllowedNow
from tongban.parties.actions import record_event
from tongban.parties.rules.actor import Actor


class NoDraft(NotAllowedNow):
    """There is no draft of this kind's template."""


@transaction.atomic
def publish_template(*, kind: str, effective_from: dt.date, actor: Actor, at: dt.datetime) -> int:
    """Publish the draft as it stands, once it can be set, and return its version; it never changes afterwards.

    Raises NoDraft; BadInput for a day in the past or a text that cannot be set, with its line; NotYours, NotFound.
    """
    page = template_page(actor, kind)
    if page.draft is None:
        raise NoDraft(_("没有待发布的草稿，请先保存草稿"))
    if effective_from < day_of(at):
        raise BadInput({"effective_from": _("生效日期不能早于今天")})
    for bare in (False, True):
        preview_template(actor, kind, page.draft.source, at, mock=not bare, bare=bare)
    page.draft.published_at, page.draft.effective_from = at, effective_from
    page.draft.save(update_fields=["published_at", "effective_from"])
    record_event(
        kind="publish_template",
        subject=f"document_template:{page.draft.pk}",
        actor=actor,
        at=at,
        document=kind,
        version=page.draft.version,
        effective_from=effective_from.isoformat(),
    )
    return page.draft.version
