"""Edit a draft: what is not finished yet is kept too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.catalogue.actions.check_versions import check_versions
from tongban.catalogue.models import Version
from tongban.catalogue.queries.elements import elements
from tongban.catalogue.rules.drafts import IDENTITY, changed_identity, draft_columns, kept, print_of, unkeepable
from tongban.catalogue.rules.elements import with_elements
from tongban.catalogue.rules.enumerations import VersionState
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import read
from tongban.parties.rules.actor import Actor


class ChangedMeanwhile(NotAllowedNow):
    """Somebody else changed the draft since the writer read it."""


@retried
@transaction.atomic
def edit_revision(
    *, number: str, version_id: int, content: Mapping[str, Any], actor: Actor, at: dt.datetime, seen: str = ""
) -> Stepped:
    """Put a content in the place of the draft's, incomplete as it may be; the journal names the fields that changed.

    `content` is the whole, as in an item file; the fields that the item is known by may be left out. What the quality
    rules find in it is kept beside, to be mended or reasoned before it is sent to review. `seen` is the print
    (`print_of`) of the content that the writer started from. Raises ChangedMeanwhile when somebody has written since,
    BadInput by field for what the item is known by when that differs and for what not even a draft can hold, NotFound,
    NotYours, NotAllowedNow.
    """
    facts = read(number, actor=actor, kind="revision")
    allow(facts, "edit", actor)
    draft = Version.objects.filter(pk=version_id, revision_id=facts.matter.pk, state=VersionState.DRAFT.value).first()
    if draft is None:
        raise NotFound(_("变更单中没有这份草稿，请刷新后重试"))
    if seen and seen != print_of(draft.content):
        raise ChangedMeanwhile(_("这份草稿刚刚被改动过，请重新读取后再修改。"))
    errors = dict(unkeepable(content)) | dict(changed_identity(draft.content, content))
    if errors:
        raise BadInput(errors)
    own = {field: draft.content[field] for field in IDENTITY if field in draft.content}
    data = kept({**with_elements(content, elements()), **own})
    fields = sorted(field for field in {*data, *draft.content} if data.get(field) != draft.content.get(field))
    done = step(
        facts,
        "edit",
        actor=actor,
        at=at,
        writes=[Change(draft, {"content": data, **draft_columns(data)})],
        said={"version": draft.pk, "fields": fields},
    )
    check_versions(version_ids=[draft.pk], at=at)
    return done
