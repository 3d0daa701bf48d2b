"""Take in items as drafts: a revision for each authority, for its editors to complete and send to review."""

from __future__ import annotations

import datetime as dt
import pathlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.catalogue.access import authorities_of
from tongban.catalogue.actions.publish_versions import lock_catalogue
from tongban.catalogue.actions.revisions.opening import Draft, open_revision
from tongban.catalogue.actions.take_directory_list import take_directory_list
from tongban.catalogue.models import Implementation, Item, Revision, Version
from tongban.catalogue.queries.elements import elements
from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.directory_list import is_directory_list
from tongban.catalogue.rules.drafts import kept, unfounded, unkeepable
from tongban.catalogue.rules.elements import Elements, with_elements
from tongban.catalogue.rules.enumerations import UNDER_WAY, VersionState
from tongban.catalogue.rules.item_file import read_item
from tongban.catalogue.rules.item_files import items_in, raw_items
from tongban.catalogue.rules.item_list import BAD_TASK_CODE
from tongban.catalogue.rules.item_sources import RawItem
from tongban.catalogue.rules.messages import Message
from tongban.catalogue.rules.strangers import NO_AUTHORITY
from tongban.kernel.rules.codes import task_code
from tongban.matters.events import NotYours
from tongban.parties.queries import authorities
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.reports import ImportRefused, Problem
from tongban.parties.rules.views import AuthorityView

NOT_YOURS = gettext_noop("“%(name)s”不归您编辑，请只导入本部门的事项。")


@dataclass(frozen=True, slots=True)
class Drafted:
    """What came of it: the revisions (none where nothing was new), how many items, and what is to be looked at.

    `drafted` items have a draft now, `unchanged` are in force as they came, `under_way` were in revisions already.
    """

    numbers: tuple[str, ...]
    drafted: int
    unchanged: int
    under_way: int
    authorities: int
    problems: tuple[Problem, ...]


@transaction.atomic
def import_drafts(*, source: pathlib.Path | tuple[str, bytes], reason: str, actor: Actor, at: dt.datetime) -> Drafted:
    """Make a draft of each item that is new or differs from what is in force, a revision for each authority.

    `source` is a path, or a file's name and bytes. A draft may be incomplete: what it lacks is told, and keeps it from
    being sent to review. A directory list of another system brings its departments along as authorities, for the
    system only. An item that is in a revision already, drafted or approved for a day to come, stays as its editor has
    it. Raises ImportRefused where a row cannot even be a draft, NotYours.
    """
    lock_catalogue()
    listed = _directory_list(source)
    if listed is not None:
        taken = take_directory_list(content=listed[1], file=listed[0], actor=actor, at=at)
        raws, problems, new_authorities = taken.items, list(taken.problems), taken.authorities
    else:
        raws, problems, new_authorities = _read(source)
    carriers = {each.key: each for each in authorities()}
    contents = _contents(raws, carriers, actor)
    drafts, unchanged, under_way = _fresh(contents, carriers)
    if listed is None:
        known = elements()
        problems += [problem for raw in raws for problem in _lacking(raw, known)]
    by_authority: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_authority[draft.implementation.authority_id].append(draft)
    numbers = [
        open_revision(drafts=theirs, reason=reason, actor=actor, at=at, source=Revision.Source.FILE)
        for theirs in by_authority.values()
    ]
    return Drafted(tuple(numbers), len(drafts), unchanged, under_way, new_authorities, tuple(problems))


def _directory_list(source: pathlib.Path | tuple[str, bytes]) -> tuple[str, bytes] | None:
    if isinstance(source, pathlib.Path):
        if source.suffix.lower() != ".csv" or not source.is_file():
            return None
        source = (source.name, source.read_bytes())
    name, content = source
    return source if name.lower().endswith(".csv") and is_directory_list(content) else None


def _read(source: pathlib.Path | tuple[str, bytes]) -> tuple[list[RawItem], list[Problem], int]:
    found = list(raw_items(source) if isinstance(source, pathlib.Path) else items_in(source[1], source[0]))
    if wrong := [each for each in found if isinstance(each, Problem)]:
        raise ImportRefused(wrong)
    return [each for each in found if isinstance(each, RawItem)], [], 0


def _contents(
    raws: Sequence[RawItem], carriers: Mapping[str, AuthorityView], actor: Actor
) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the contents by code and variant, with defaults. Raises ImportRefused, NotYours."""
    theirs, known = authorities_of(actor, DutyKind.EDITOR), elements()
    found: dict[tuple[str, str], dict[str, Any]] = {}
    wrong: list[Problem] = []
    for raw in raws:
        unfit = [*unkeepable(raw.data), *unfounded(raw.data)]
        carrier = carriers.get(str(raw.data.get("authority", "")))
        if not unfit and carrier is None:
            unfit = [("authority", Message(NO_AUTHORITY, key=raw.data["authority"]))]
        if not unfit and carrier is not None:
            if theirs is not None and carrier.id not in theirs:
                raise NotYours(_(NOT_YOURS) % {"name": raw.data["name"]})
            try:
                code = task_code(carrier.uscc, raw.data["level"], raw.data["catalog_code"])
            except ValueError:
                unfit = [("catalog_code", Message(BAD_TASK_CODE))]
            else:
                found[code, raw.data.get("variant", "")] = kept(with_elements(raw.data, known))
        wrong += [raw.placed(Problem(raw.file, raw.row, field, message)) for field, message in unfit]
    if wrong:
        raise ImportRefused(wrong)
    return found


def _fresh(
    contents: Mapping[tuple[str, str], dict[str, Any]], carriers: Mapping[str, AuthorityView]
) -> tuple[list[Draft], int, int]:
    """Return drafts of what is new or differs from what is in force, how many are the same, how many under way."""
    implementations = _implementations(contents, carriers)
    there = Version.objects.filter(implementation__in=[each.pk for each in implementations.values()])
    place = ("implementation__task_code", "variant")
    under_way = contents.keys() & set(there.filter(state__in=UNDER_WAY).values_list(*place))
    in_force = {
        (code, variant): content
        for code, variant, content in there.filter(state=VersionState.PUBLISHED.value).values_list(*place, "content")
    }
    drafts = [
        Draft(implementations[code], content)
        for (code, variant), content in contents.items()
        if (code, variant) not in under_way and in_force.get((code, variant)) != content
    ]
    return drafts, len(contents) - len(drafts) - len(under_way), len(under_way)


def _implementations(
    contents: Mapping[tuple[str, str], dict[str, Any]], carriers: Mapping[str, AuthorityView]
) -> dict[str, Implementation]:
    """Return the implementations by code; those that are not there yet are created, with their directory entries."""
    by_catalog_code = {content["catalog_code"]: content for content in contents.values()}
    Item.objects.bulk_create(
        [
            Item(catalog_code=code, name=content["name"][:300], name_en=content["name_en"][:300], type=content["type"])
            for code, content in by_catalog_code.items()
        ],
        batch_size=1000,
        ignore_conflicts=True,
    )
    items = dict(Item.objects.filter(catalog_code__in=by_catalog_code).values_list("catalog_code", "pk"))
    wanted = {code: content for (code, _variant), content in contents.items()}
    Implementation.objects.bulk_create(
        [
            Implementation(
                task_code=code,
                item_id=items[content["catalog_code"]],
                authority_id=carriers[content["authority"]].id,
                region_id=carriers[content["authority"]].region_code,
                level=content["level"],
            )
            for code, content in wanted.items()
        ],
        batch_size=1000,
        ignore_conflicts=True,
    )
    return {each.task_code: each for each in Implementation.objects.filter(task_code__in=wanted)}


def _lacking(raw: RawItem, known: Elements) -> Iterable[Problem]:
    _content, wrong = read_item(with_elements(raw.data, known), file=raw.file, row=raw.row)
    return [raw.placed(problem) for problem in wrong]
