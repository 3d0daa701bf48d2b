"""Looking at what an import would do, without doing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tongban.catalogue.models import Version
from tongban.catalogue.queries.incoming import Arrival, Incoming
from tongban.catalogue.rules.difference import difference, words_of
from tongban.catalogue.rules.item_files import Source, items_in
from tongban.catalogue.rules.item_sources import RawItem
from tongban.catalogue.rules.messages import Message
from tongban.kernel.clock import today
from tongban.parties.rules.reports import Problem


@dataclass(frozen=True, slots=True)
class Coming:
    """An item that an import would create or change; `changes` says in words how it differs from what is in force."""

    code: str
    name: str
    authority: str
    authority_en: str
    variant: str
    changes: tuple[Message, ...] = ()


@dataclass(slots=True)
class Preview:
    """What an import would do: the problems for which it would be refused, or what it would create and change.

    `under_way` are the items that are in revisions already, which an import as drafts leaves as they are.
    """

    created: list[Coming] = field(default_factory=list)
    changed: list[Coming] = field(default_factory=list)
    unchanged: int = 0
    under_way: int = 0
    problems: list[Problem] = field(default_factory=list)


def preview_items(source: Source) -> Preview:
    """Return what an import of the source would do now; nothing is written."""
    return _preview(Incoming(source, today()))


def _preview(incoming: Incoming) -> Preview:
    found = Preview(problems=incoming.problems)
    for arrivals in incoming.chunks():
        before = _contents([each for each in arrivals if not each.is_new and not each.is_same])
        for each in arrivals:
            if each.is_same:
                found.unchanged += 1
            elif each.in_force_id is None:
                found.created.append(_coming(each, incoming))
            else:
                changes = words_of(difference(before[each.in_force_id], each.content.data))
                found.changed.append(_coming(each, incoming, tuple(changes)))
    found.under_way = incoming.under_way
    return found


def look_over(content: bytes, name: str) -> Preview:
    """Return what an import of a file as drafts would do now; where it cannot be read, that alone."""
    found = list(items_in(content, name))
    unread = [each for each in found if isinstance(each, Problem)]
    if unread:
        return Preview(problems=unread)
    raws = [each for each in found if isinstance(each, RawItem)]
    return _preview(Incoming(raws, today(), leave_under_way=True))


def _contents(arrivals: list[Arrival]) -> Mapping[int | None, Mapping[str, Any]]:
    if not arrivals:
        return {}
    wanted = Version.objects.filter(pk__in=[each.in_force_id for each in arrivals])
    return dict(wanted.values_list("pk", "content"))


def _coming(arrival: Arrival, incoming: Incoming, changes: tuple[Message, ...] = ()) -> Coming:
    data = arrival.content.data
    carrier = incoming.authorities[data["authority"]]
    return Coming(
        code=arrival.code,
        name=data["name"],
        authority=carrier.name,
        authority_en=carrier.name_en,
        variant=data["variant"],
        changes=changes,
    )
