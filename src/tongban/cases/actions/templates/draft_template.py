"""Keep the draft of a document's template."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.models import DocumentTemplate
from tongban.cases.queries.templates import LONGEST_SOURCE, template_page
from tongban.kernel.errors import BadInput
from tongban.parties.actions import record_event
from tongban.parties.rules.actor import Actor


@transaction.atomic
def draft_template(*, kind: str, source: str, actor: Actor, at: dt.datetime) -> int:
    """Store the text as the kind's one draft and return its version; it prints nothing until it is published.

    Raises BadInput for a text that is empty or too long, NotYours, NotFound.
    """
    page = template_page(actor, kind)
    source = source.replace("\r\n", "\n")
    if not source.strip() or len(source) > LONGEST_SOURCE or "\x00" in source:
        raise BadInput({"source": _("请填写模板（最多 %(most)d 个字符）") % {"most": LONGEST_SOURCE}})
    draft = page.draft or DocumentTemplate(kind=kind, version=page.versions[0].version + 1)
    draft.source, draft.made_by_id, draft.made_at = source, actor.official_id, at
    draft.save()
    record_event(kind="draft_template", subject=f"document_template:{draft.pk}", actor=actor, at=at, document=kind)
    return draft.version
