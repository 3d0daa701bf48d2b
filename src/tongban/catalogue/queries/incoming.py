"""Reading a list of items against what the city has: which are new, changed or the same, and what is wrong."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tongban.catalogue.models import Implementation, Theme, Version
from tongban.catalogue.ports import open_cases
from tongban.catalogue.queries.local_codes import holders_of
from tongban.catalogue.queries.quality_rules import rules_in_force
from tongban.catalogue.queries.standards import standards_in_force
from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.elements import with_elements
from tongban.catalogue.rules.enumerations import UNDER_WAY, Standing
from tongban.catalogue.rules.item_file import ItemContent, read_item
from tongban.catalogue.rules.item_files import Source, raw_items
from tongban.catalogue.rules.item_list import NOTHING_BESIDE, ItemList
from tongban.catalogue.rules.messages import Message
from tongban.catalogue.rules.quality import Severity, Standard, check_quality, differing, standard_of
from tongban.catalogue.rules.strangers import LOCAL_CODE_TAKEN
from tongban.parties.queries import authorities
from tongban.parties.rules.reports import Problem

# So many items are held at a time, whatever the length of the list.
CHUNK = 1000
BEING_CHANGED = gettext_noop("正在变更单 %(number)s 中修改，请先将其办结或撤销，再导入。")
CASES_OPEN = gettext_noop(
    "还有 %(count)d 件办件没有办结，不能直接取消；请起草取消变更，由发布人员决定这些办件怎样办结。"
)

_KEPT = """
SELECT i.task_code, i.id,
    (SELECT max(v.number) FROM catalogue_version v WHERE v.implementation_id = i.id),
    (SELECT jsonb_object_agg(v.variant, jsonb_build_array(v.id, v.content_hash)) FROM catalogue_version v
        WHERE v.implementation_id = i.id AND v.state = 'published')::text
FROM catalogue_implementation i WHERE i.task_code = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An item of the list beside what the city has of it: the implementation, and the version in force it meets.

    `last_number` is the highest version number of the implementation, of all its variants.
    """

    code: str
    content: ItemContent
    implementation_id: int | None
    last_number: int
    in_force_id: int | None
    in_force_hash: str

    @property
    def is_new(self) -> bool:
        """Tell whether nothing of it is in force."""
        return self.in_force_id is None

    @property
    def is_same(self) -> bool:
        """Tell whether the very same content is in force."""
        return self.in_force_hash == self.content.content_hash


@dataclass(frozen=True, slots=True)
class _Incoming:
    """What a new or changed item says that has to be the same everywhere, and where in the list it stands."""

    catalog_code: str
    standard: Standard
    file: str
    row: int
    in_use: bool


class Incoming:
    """A list of items on its way into the catalogue, read once, a chunk at a time.

    `problems` is complete when `chunks` has ended; a chunk holds the items of it that are in order. What the quality
    rules of the day call an error is a problem of what is new or changed, and so is what differs from the same item
    elsewhere.
    """

    def __init__(self, source: Source, on: dt.date, *, leave_under_way: bool = False) -> None:
        self.problems: list[Problem] = []
        self.under_way = 0
        self._leaves = leave_under_way
        self.authorities = {each.key: each for each in authorities()}
        self._rules = rules_in_force(on)
        self._source = source
        self._list = ItemList(self.authorities, frozenset(Theme.objects.values_list("key", flat=True)))
        self._standards: dict[tuple[str, str], _Incoming] = {}
        # Most implementers of an item say the same: it is kept once.
        self._alike: dict[Standard, Standard] = {}

    def chunks(self) -> Iterator[list[Arrival]]:
        """Yield the items in the order of the list; as many queries for each chunk."""
        for chunk in _ahead(self._contents()):
            arrivals = self._beside(chunk)
            if self._leaves:
                arrivals = self._not_under_way(arrivals)
            self.problems += self._in_the_way(arrivals)
            self.problems += self._unfit(arrivals)
            self._keep_standards(arrivals)
            yield arrivals
        self.problems += self._nothing_beside()
        self.problems += self._unlike_elsewhere()
        self.problems.sort(key=lambda problem: (problem.file, problem.row, problem.field))

    def _contents(self) -> Iterator[ItemContent]:
        for raw in raw_items(self._source):
            if isinstance(raw, Problem):
                self.problems.append(raw)
                continue
            content, wrong = read_item(with_elements(raw.data, self._rules.elements), file=raw.file, row=raw.row)
            if content is not None:
                wrong = self._list.add(content)
            self.problems += [raw.placed(problem) for problem in wrong]
            if content is not None and not wrong:
                yield content

    def _beside(self, contents: Sequence[ItemContent]) -> list[Arrival]:
        codes = [self._list.code_of(content) for content in contents]
        with connection.cursor() as cursor:
            cursor.execute(_KEPT, [codes])
            kept = {code: rest for code, *rest in cursor.fetchall()}
        return [_arrival(code, content, kept.get(code)) for code, content in zip(codes, contents, strict=True)]

    def _not_under_way(self, arrivals: Sequence[Arrival]) -> list[Arrival]:
        """Return those that no revision has at hand; the others are counted and left."""
        ids = {each.implementation_id for each in arrivals if each.implementation_id}
        at_hand = set(
            Version.objects.filter(implementation__in=ids, state__in=UNDER_WAY).values_list("implementation", "variant")
        )
        free = [each for each in arrivals if (each.implementation_id, each.content.data["variant"]) not in at_hand]
        self.under_way += len(arrivals) - len(free)
        return free

    def _in_the_way(self, arrivals: Sequence[Arrival]) -> list[Problem]:
        """Return what the city has that keeps items out.

        It is changed already or will be on a day to come, another has its local code, or it would be cancelled over
        open cases.
        """
        differing = [each for each in arrivals if not each.is_same]
        fresh = {(each.implementation_id, each.content.data["variant"]): each for each in differing}
        drafts = Version.objects.filter(
            implementation__in={place for place, _variant in fresh if place},
            state__in=UNDER_WAY,
        ).values_list("implementation", "variant", "revision__matter__number")
        found = [
            _problem(fresh[place, variant], "", Message(BEING_CHANGED, number=number or ""))
            for place, variant, number in drafts
            if (place, variant) in fresh
        ]
        coded = {each.content.data["local_code"]: each for each in differing if not each.content.data["variant"]}
        found += [
            _problem(coded[local_code], "local_code", Message(LOCAL_CODE_TAKEN, code=local_code))
            for local_code, holders in holders_of(coded).items()
            if holders != {coded[local_code].code}
        ]
        # Drafts are decided on when they are published.
        return found if self._leaves else found + _cancelled_over_cases(differing)

    def _unfit(self, arrivals: Sequence[Arrival]) -> Iterator[Problem]:
        """Yield the errors that the quality rules find in what is new or changed; warnings are kept elsewhere."""
        for each in arrivals:
            if not each.is_same and each.content.data["standing"] == Standing.IN_USE:
                for found in check_quality(each.content.data, self._rules):
                    if found.severity == Severity.ERROR:
                        yield _problem(each, found.field, found.message)

    def _keep_standards(self, arrivals: Sequence[Arrival]) -> None:
        for each in arrivals:
            data = each.content.data
            if not each.is_same and data["standing"] != Standing.CANCELLED:
                standard = standard_of(data)
                self._standards[each.code, data["variant"]] = _Incoming(
                    data["catalog_code"],
                    self._alike.setdefault(standard, standard),
                    each.content.file,
                    each.content.row,
                    data["standing"] == Standing.IN_USE,
                )

    def _unlike_elsewhere(self) -> list[Problem]:
        """Return where name, type or basis differ from what most say of the same item, in force or in the list."""
        coming = self._standards
        compared: dict[Any, tuple[str, Standard]] = {
            place: standard
            for place, standard in standards_in_force({each.catalog_code for each in coming.values()})
            if place not in coming
        }
        # What is in force stands first: of two standards that are as frequent, it is the one that counts.
        compared |= {place: (each.catalog_code, each.standard) for place, each in coming.items()}
        return [
            Problem(coming[place].file, coming[place].row, finding.field, finding.message)
            for place, findings in differing(compared, self._rules).items()
            if place in coming and coming[place].in_use
            for finding in findings
            if finding.severity == Severity.ERROR
        ]

    def _nothing_beside(self) -> list[Problem]:
        """Return variants of what has no ordinary version, here or in the city."""
        alone = self._list.alone()
        there = set(
            Implementation.objects.filter(task_code__in=alone, current__isnull=False).values_list(
                "task_code", flat=True
            )
        )
        return [
            Problem(file, row, "variant", Message(NOTHING_BESIDE, variant=variant))
            for code, (variant, (file, row)) in alone.items()
            if code not in there
        ]


def _ahead(contents: Iterator[ItemContent]) -> Iterator[list[ItemContent]]:
    """Yield the contents in chunks, the next one read and checked while the database works at this one."""

    def chunk() -> list[ItemContent]:
        return list(itertools.islice(contents, CHUNK))

    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(chunk)
        while found := coming.result():
            coming = reader.submit(chunk)
            yield found


def _cancelled_over_cases(arrivals: Iterable[Arrival]) -> list[Problem]:
    cancelled = {
        each.code: each
        for each in arrivals
        if each.content.data["standing"] == Standing.CANCELLED and not each.content.data["variant"]
    }
    counted = open_cases(cancelled) if cancelled else {}
    return [
        _problem(cancelled[code], "standing", Message(CASES_OPEN, count=count))
        for code, count in counted.items()
        if count
    ]


def _arrival(code: str, content: ItemContent, kept: Sequence[Any] | None) -> Arrival:
    implementation_id, last_number, in_force = kept or (None, 0, None)
    version_id, digest = _in_force(in_force).get(content.data["variant"], (None, ""))
    return Arrival(code, content, implementation_id, last_number or 0, version_id, digest)


def _in_force(text: str | None) -> Mapping[str, tuple[int, str]]:
    return json.loads(text) if text else {}


def _problem(arrival: Arrival, field: str, message: Message) -> Problem:
    return Problem(arrival.content.file, arrival.content.row, field, message)
