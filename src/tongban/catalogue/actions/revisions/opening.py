"""Begin a revision: the matter, and a draft of each item that it changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tongban.catalogue.access import REVISION, has_duty
from tongban.catalogue.actions.check_versions import check_versions
from tongban.catalogue.actions.publish_versions import lock_catalogue
from tongban.catalogue.models import Implementation, Revision, Version
from tongban.catalogue.queries.numbers import new_revision_number
from tongban.catalogue.rules.drafts import draft_columns
from tongban.catalogue.rules.enumerations import UNDER_WAY
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.rules.texts import storable
from tongban.matters.actions.step import new_matter, open_matter
from tongban.matters.actions.writes import Insert
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.parties.queries import authority, operator_id
from tongban.parties.rules.actor import Actor, DutyKind

LONGEST_REASON = 500
# So many codes are named in the journal; of more, how many there are says enough.
NAMED = 50


class DraftOpen(NotAllowedNow):
    """An item of it is being changed already; the sentence names the revision that does."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An item to be changed, and the content that its draft begins with (with defaults)."""

    implementation: Implementation
    content: Mapping[str, Any]


@transaction.atomic
def open_revision(
    *,
    drafts: Sequence[Draft],
    reason: str,
    actor: Actor,
    at: dt.datetime,
    effective_on: dt.date | None = None,
    source: str = Revision.Source.PAGES,
) -> str:
    """Open the matter with its drafts and return its number; items of several authorities are the operator's to change.

    Raises DraftOpen when one of them is being changed already, NotYours to who edits for other authorities, BadInput
    without a reason.
    """
    refuse_unreasoned("reason", reason)
    owner = owner_of({draft.implementation.authority_id for draft in drafts}, actor)
    lock_catalogue()
    _refuse_open(drafts)
    owning = authority(owner)
    items = len({draft.implementation.pk for draft in drafts})
    only = str(drafts[0].content.get("name", "")) if items == 1 else ""
    row = Revision(source=source, reason=reason.strip(), effective_on=effective_on, author_id=actor.official_id)
    matter = new_matter(
        number=new_revision_number(at),
        region_id=owning.region_code,
        owner_id=owner,
        subject=only[:300] or f"{items} 项事项",
        applicant_name=owning.name,
    )
    codes = sorted({draft.implementation.task_code for draft in drafts})
    done = open_matter(
        REVISION,
        matter,
        "begin",
        actor=actor,
        at=at,
        writes=[Insert(row)],
        said={"count": len(drafts), "items": codes[:NAMED]},
    )
    numbers = _last_numbers({draft.implementation.pk for draft in drafts})
    versions = []
    for draft in drafts:
        numbers[draft.implementation.pk] = numbers.get(draft.implementation.pk, 0) + 1
        versions.append(
            Version(
                implementation_id=draft.implementation.pk,
                number=numbers[draft.implementation.pk],
                effective_on=effective_on or day_of(at),
                created_at=at,
                content=dict(draft.content),
                revision_id=matter.pk,
                **draft_columns(draft.content),
            )
        )
    stored = Version.objects.bulk_create(versions, batch_size=1000)
    check_versions(version_ids=[version.pk for version in stored], at=at)
    return done.number


def owner_of(authority_ids: Iterable[int], actor: Actor) -> int:
    """Return which authority the change belongs to. Raises NotYours when the actor does not edit for it."""
    theirs = set(authority_ids)
    owner = next(iter(theirs)) if len(theirs) == 1 else operator_id()
    if owner is None or not (actor.is_system or has_duty(actor, owner, DutyKind.EDITOR)):
        raise NotYours(_("您不是该部门的事项编辑，请交由该部门或运行管理单位的编辑起草"))
    return owner


def refuse_unreasoned(field: str, reason: str) -> None:
    """Raise BadInput where a reason is missing, too long or cannot be stored."""
    if not reason.strip():
        raise BadInput({field: _("请写明理由")})
    if len(reason) > LONGEST_REASON:
        raise BadInput({field: _("理由最多 %(most)d 个字") % {"most": LONGEST_REASON}})
    if not storable(reason):
        raise BadInput({field: _("含有无法识别的字符，请删除后重试。")})


def _refuse_open(drafts: Sequence[Draft]) -> None:
    wanted = {(draft.implementation.pk, draft.content["variant"]) for draft in drafts}
    on_the_way = Version.objects.filter(
        implementation__in={each for each, _variant in wanted},
        state__in=UNDER_WAY,
    ).select_related("revision__matter")
    for version in on_the_way.order_by("pk"):
        if (version.implementation_id, version.variant) in wanted:
            number = version.revision.matter.number if version.revision else ""
            raise DraftOpen(
                _("“%(name)s”正在变更单 %(number)s 中修改，请在该变更单中继续，或先将其撤销")
                % {"name": version.name, "number": number}
            )


def _last_numbers(implementation_ids: Iterable[int]) -> dict[int, int]:
    found = Version.objects.filter(implementation__in=set(implementation_ids)).order_by()
    return dict(found.values_list("implementation").annotate(last=Max("number")))
