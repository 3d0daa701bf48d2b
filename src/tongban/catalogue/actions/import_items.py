"""Take in service items from files: new ones are created, changed ones get a new version."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from tongban.catalogue.access import REVISION
from tongban.catalogue.actions.check_versions import check_versions
from tongban.catalogue.actions.publish_versions import lock_catalogue, publish_versions
from tongban.catalogue.actions.store_versions import NewVersion, store_versions
from tongban.catalogue.models import Item, Revision, Version
from tongban.catalogue.queries.incoming import Arrival, Incoming
from tongban.catalogue.queries.numbers import new_revision_number
from tongban.catalogue.rules.difference import difference
from tongban.catalogue.rules.item_files import Source
from tongban.kernel.clock import day_of
from tongban.matters.actions.step import new_matter, open_matter
from tongban.matters.actions.writes import Insert
from tongban.parties.queries import authority, operator_id
from tongban.parties.rules.actor import SYSTEM, Actor
from tongban.parties.rules.reports import ImportRefused, Report
from tongban.parties.rules.views import AuthorityView

_IMPLEMENTATIONS = """
INSERT INTO catalogue_implementation (task_code, local_code, item_id, authority_id, region_id, level)
SELECT task_code, '', item_id, authority_id, region_id, level
FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::text[])
    AS taken (task_code, item_id, authority_id, region_id, level)
ON CONFLICT (task_code) DO UPDATE SET region_id = excluded.region_id
RETURNING task_code, id
"""


@dataclass
class _Load:
    """What a load has come to so far."""

    authorities: Mapping[str, AuthorityView]
    at: dt.datetime
    owner_key: str = ""
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    items: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    version_ids: list[int] = field(default_factory=list)
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)


@transaction.atomic
def import_items(
    source: Source, *, at: dt.datetime, actor: Actor = SYSTEM, said: Callable[[int], object] | None = None
) -> Report:
    """Import the items of a source (a folder of item files, a workbook, a list); all of them or none.

    An item is known by its authority, level and catalogue code; its variants stand beside it. New content becomes
    a new version, published at once; the one before is superseded, and running cases keep it. They come by one
    revision, which the journal keeps. An error by the quality rules refuses the list, warnings are kept. The same
    content changes nothing. Items that are not in the source stay. `said` hears of progress. Raises ImportRefused
    with every problem, by file, row and field.
    """
    lock_catalogue()
    incoming = Incoming(source, day_of(at))
    load = _Load(incoming.authorities, at)
    for arrivals in incoming.chunks():
        if not incoming.problems:
            _store(load, arrivals)
        if said is not None:
            said(len(arrivals))
    if incoming.problems:
        raise ImportRefused(incoming.problems)
    if load.version_ids:
        revision_id = _open(load, actor)
        publish_versions(version_ids=load.version_ids, at=at, revision_id=revision_id)
        check_versions(version_ids=load.version_ids, at=at)
    return Report(load.created, load.changed, load.unchanged)


def _store(load: _Load, arrivals: Sequence[Arrival]) -> None:
    """Store the new and changed ones of a chunk as drafts."""
    fresh = [each for each in arrivals if not each.is_same]
    load.unchanged += len(arrivals) - len(fresh)
    if not fresh:
        return
    load.owner_key = load.owner_key or fresh[0].content.data["authority"]
    ids = _store_implementations(load, fresh)
    before = _contents([each.in_force_id for each in fresh if each.in_force_id is not None])
    versions = []
    for each in fresh:
        load.numbers[each.code] = load.numbers.get(each.code, each.last_number) + 1
        load.digest.update(each.content.content_hash.encode())
        load.created += each.is_new
        changes = () if each.in_force_id is None else difference(before[each.in_force_id], each.content.data)
        versions.append(NewVersion(ids[each.code], load.numbers[each.code], each.content, changes=changes))
    load.changed += sum(not each.is_new for each in fresh)
    authority_ids = {key: each.id for key, each in load.authorities.items()}
    load.version_ids += store_versions(versions=versions, authority_ids=authority_ids, at=load.at)


def _contents(version_ids: Sequence[int]) -> dict[int, dict[str, object]]:
    if not version_ids:
        return {}
    return dict(Version.objects.filter(pk__in=version_ids).values_list("pk", "content"))


def _store_implementations(load: _Load, fresh: Sequence[Arrival]) -> dict[str, int]:
    """Create or update what the versions hang on, and return the implementations' ids by code.

    What variants have in common is that of the ordinary version.
    """
    ids = {each.code: each.implementation_id for each in fresh if each.implementation_id is not None}
    ordinary = {each.code: each for each in fresh if not each.content.data["variant"]}
    alone = {each.code: each for each in fresh if each.code not in ordinary and each.code not in ids}
    rows = [(code, each.content.data) for code, each in (alone | ordinary).items()]
    if not rows:
        return ids
    _store_items(load, [data for _code, data in rows])
    carried_out_by = [load.authorities[data["authority"]] for _code, data in rows]
    columns: list[Any] = [
        [code for code, _data in rows],
        [load.items[data["catalog_code"]] for _code, data in rows],
        [each.id for each in carried_out_by],
        [each.region_code for each in carried_out_by],
        [data["level"] for _code, data in rows],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_IMPLEMENTATIONS, columns)
        ids.update(cursor.fetchall())
    return ids


def _store_items(load: _Load, contents: Sequence[Mapping[str, Any]]) -> None:
    """Create the entries of the directory that the city lacks; what they are called changes as versions come in."""
    unknown = {data["catalog_code"]: data for data in contents if data["catalog_code"] not in load.items}
    Item.objects.bulk_create(
        [
            Item(catalog_code=code, name=data["name"], name_en=data["name_en"], type=data["type"])
            for code, data in unknown.items()
        ],
        ignore_conflicts=True,
    )
    load.items.update(Item.objects.filter(catalog_code__in=unknown).values_list("catalog_code", "pk"))


def _open(load: _Load, actor: Actor) -> int:
    """Open the revision by which all of it comes, in force from the start, and return its id."""
    operator = operator_id()
    owner = authority(operator) if operator is not None else load.authorities[load.owner_key]
    count = load.created + load.changed
    matter = new_matter(
        number=new_revision_number(load.at),
        region_id=owner.region_code,
        owner_id=owner.id,
        subject=f"{count} 项事项",
        applicant_name=owner.name,
    )
    source = Revision.Source.SYSTEM if actor.is_system else Revision.Source.FILE
    said = {"created": load.created, "changed": load.changed, "unchanged": load.unchanged}
    open_matter(
        REVISION,
        matter,
        "load",
        actor=actor,
        at=load.at,
        writes=[Insert(Revision(source=source, author_id=actor.official_id))],
        said={**said, "digest": load.digest.hexdigest()},
    )
    assert matter.pk is not None, "open_matter has written it"
    return matter.pk
