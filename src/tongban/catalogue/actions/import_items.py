"""Take in service items from files: new ones are created, changed ones get a new version."""

from __future__ import annotations

import datetime as dt
import pathlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tongban.catalogue.actions.publish_versions import lock_catalogue, publish_versions
from tongban.catalogue.actions.store_versions import NewVersion, store_versions
from tongban.catalogue.models import Implementation, Item, Theme, Version
from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.enumerations import VersionState
from tongban.catalogue.rules.item_file import ItemContent, parse, read_item
from tongban.catalogue.rules.messages import Message
from tongban.kernel.rules.codes import task_code
from tongban.parties.queries import authorities
from tongban.parties.rules.reports import ImportRefused, Problem, Report
from tongban.parties.rules.views import AuthorityView

BATCH = 1000

# The contents of a source by implementation code and variant; the ordinary one has none.
Coded = dict[tuple[str, str], ItemContent]

NO_FOLDER = gettext_noop("没有这个文件夹，请核对路径。")
NO_AUTHORITY = gettext_noop("没有标识为“%(key)s”的实施主体，请先导入机构或改正标识。")
NO_THEME = gettext_noop("没有标识为“%(key)s”的主题，请先导入主题或改正标识。")
BAD_TASK_CODE = gettext_noop("不能组成实施编码，请核对机构代码、行使层级和基本编码。")
TWICE = gettext_noop("与 %(file)s 第 %(row)s 项是同一实施主体的同一事项，请只保留一个。")
NAME_DIFFERS = gettext_noop("与 %(file)s 第 %(row)s 项基本编码相同而名称或类型不同，同一事项应一致。")
NOTHING_BESIDE = gettext_noop("没有通常办法的版本，不能只有“%(variant)s”；请先导入同一事项没有 variant 的版本。")
LOCAL_CODE_TAKEN = gettext_noop("地方编码“%(code)s”已被另一事项使用，请改用其他编码。")


@dataclass(frozen=True, slots=True)
class Known:
    """What the city has already, by key: authorities, themes, and the implementations under their codes."""

    authorities: Mapping[str, AuthorityView]
    themes: frozenset[str]


@transaction.atomic
def import_items(source: pathlib.Path | Sequence[Mapping[str, Any]], *, at: dt.datetime) -> Report:
    """Import the item files (`*.toml`) of a folder, or the items of a list; all of them or none.

    An item is known by its authority, level and catalogue code; its variants stand beside it. New content becomes
    a new version, published at once; the one before is superseded, and running cases keep it. The same content
    changes nothing. Items that are not in the source stay. Raises ImportRefused with every problem, by file, row and
    field.
    """
    contents, problems = _read(source)
    lock_catalogue()
    known = Known(
        {each.key: each for each in authorities()},
        frozenset(Theme.objects.values_list("key", flat=True)),
    )
    coded: Coded = {}
    for content in contents:
        problems += _strangers(content, known)
        problems += _add_code(content, known, coded)
    problems += _differing_names(contents)
    if not problems:
        problems += _taken_local_codes(coded)
        problems += _nothing_beside(coded)
    if problems:
        raise ImportRefused(sorted(problems, key=lambda problem: (problem.file, problem.row, problem.field)))
    return _store(coded, known, at)


def _read(
    source: pathlib.Path | Sequence[Mapping[str, Any]],
) -> tuple[list[ItemContent], list[Problem]]:
    contents: list[ItemContent] = []
    problems: list[Problem] = []
    for raw, file, row in _rows(source, problems):
        content, wrong = read_item(raw, file=file, row=row)
        problems += wrong
        if content is not None:
            contents.append(content)
    return contents, problems


def _rows(
    source: pathlib.Path | Sequence[Mapping[str, Any]], problems: list[Problem]
) -> Iterator[tuple[Mapping[str, Any], str, int]]:
    if not isinstance(source, pathlib.Path):
        for row, raw in enumerate(source, 1):
            yield raw, "", row
        return
    if not source.is_dir():
        problems.append(Problem(str(source), 1, "", Message(NO_FOLDER)))
        return
    for path in sorted(source.glob("*.toml")):
        table, wrong = parse(path.read_bytes(), path.name)
        problems += wrong
        if table is not None:
            yield table, path.name, 1


def _strangers(content: ItemContent, known: Known) -> Iterator[Problem]:
    """Yield the authorities and themes that the city does not have."""
    data = content.data
    named = [("authority", data["authority"])]
    named += [(f"steps[{place}].authority", step["authority"]) for place, step in enumerate(data.get("steps", ()), 1)]
    for field, key in named:
        if key not in known.authorities:
            yield Problem(content.file, content.row, field, Message(NO_AUTHORITY, key=key))
    for key in data.get("themes", ()):
        if key not in known.themes:
            yield Problem(content.file, content.row, "themes", Message(NO_THEME, key=key))


def _add_code(content: ItemContent, known: Known, coded: Coded) -> Iterator[Problem]:
    """Put the item under its implementation code, unless it has none or another item has it."""
    data = content.data
    authority = known.authorities.get(data["authority"])
    if authority is None:
        return
    try:
        code = task_code(authority.uscc, data["level"], data["catalog_code"])
    except ValueError:
        yield Problem(content.file, content.row, "catalog_code", Message(BAD_TASK_CODE))
        return
    other = coded.setdefault((code, data["variant"]), content)
    if other is not content:
        message = Message(TWICE, file=other.file, row=other.row)
        yield Problem(content.file, content.row, "catalog_code", message)


def _differing_names(contents: Sequence[ItemContent]) -> Iterator[Problem]:
    """Yield items of one catalogue code that differ in name or type (同事项同标准)."""
    first: dict[str, ItemContent] = {}
    for content in contents:
        other = first.setdefault(content.data["catalog_code"], content)
        if any(content.data[field] != other.data[field] for field in ("name", "type")):
            message = Message(NAME_DIFFERS, file=other.file, row=other.row)
            yield Problem(content.file, content.row, "name", message)


def _nothing_beside(coded: Coded) -> Iterator[Problem]:
    """Yield variants of what has no ordinary version, here or in the city."""
    alone = {code: content for (code, variant), content in coded.items() if variant and (code, "") not in coded}
    there = set(
        Implementation.objects.filter(task_code__in=alone, current__isnull=False).values_list("task_code", flat=True)
    )
    for code, content in alone.items():
        if code not in there:
            yield Problem(
                content.file, content.row, "variant", Message(NOTHING_BESIDE, variant=content.data["variant"])
            )


def _taken_local_codes(coded: Coded) -> Iterator[Problem]:
    named = {code: each for (code, variant), each in coded.items() if each.data["local_code"] and not variant}
    wanted = [content.data["local_code"] for content in named.values()]
    holders = dict(Implementation.objects.filter(local_code__in=wanted).values_list("local_code", "task_code"))
    for code, content in named.items():
        local_code = content.data["local_code"]
        if holders.setdefault(local_code, code) != code:
            message = Message(LOCAL_CODE_TAKEN, code=local_code)
            yield Problem(content.file, content.row, "local_code", message)


def _store(coded: Coded, known: Known, at: dt.datetime) -> Report:
    kept = _kept(sorted({code for code, _variant in coded}))
    fresh = {place: content for place, content in coded.items() if kept.hashes.get(place) != content.content_hash}
    # What they have in common is that of the ordinary version; it comes last, so that it counts.
    whole = {code: content for (code, _variant), content in sorted(fresh.items(), key=lambda each: not each[0][1])}
    ids = _store_implementations(whole, known)
    authority_ids = {key: authority.id for key, authority in known.authorities.items()}
    numbers = dict(kept.last_numbers)
    versions = []
    for (code, _variant), content in fresh.items():
        numbers[code] = numbers.get(code, 0) + 1
        versions.append(NewVersion(ids[code], numbers[code], content))
    publish_versions(version_ids=store_versions(versions=versions, authority_ids=authority_ids, at=at), at=at)
    created = sum(place not in kept.hashes for place in fresh)
    return Report(created, len(fresh) - created, len(coded) - len(fresh))


@dataclass(frozen=True, slots=True)
class Kept:
    """What the city has of some items: the last number by code, the hash of what is in use by code and variant."""

    last_numbers: Mapping[str, int]
    hashes: Mapping[tuple[str, str], str]


def _kept(codes: Sequence[str]) -> Kept:
    numbers: dict[str, int] = {}
    hashes: dict[tuple[str, str], str] = {}
    for start in range(0, len(codes), BATCH):
        known = Version.objects.filter(implementation__task_code__in=codes[start : start + BATCH])
        for code, variant, number, state, digest in known.values_list(
            "implementation__task_code", "variant", "number", "state", "content_hash"
        ):
            numbers[code] = max(number, numbers.get(code, 0))
            if state == VersionState.PUBLISHED:
                hashes[code, variant] = digest
    return Kept(numbers, hashes)


def _store_implementations(fresh: Mapping[str, ItemContent], known: Known) -> dict[str, int]:
    items = _store_items(list(fresh.values()))
    rows = [
        Implementation(
            task_code=code,
            local_code=content.data["local_code"],
            item_id=items[content.data["catalog_code"]],
            authority_id=known.authorities[content.data["authority"]].id,
            region_id=known.authorities[content.data["authority"]].region_code,
            level=content.data["level"],
        )
        for code, content in fresh.items()
    ]
    stored = Implementation.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["task_code"],
        update_fields=["local_code", "region"],
    )
    return {each.task_code: each.pk for each in stored}


def _store_items(contents: Sequence[ItemContent]) -> dict[str, int]:
    by_code = {content.data["catalog_code"]: content.data for content in contents}
    stored = Item.objects.bulk_create(
        [
            Item(catalog_code=code, name=data["name"], name_en=data["name_en"], type=data["type"])
            for code, data in by_code.items()
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["catalog_code"],
        update_fields=["name", "name_en", "type"],
    )
    return {each.catalog_code: each.pk for each in stored}
