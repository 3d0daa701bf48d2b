"""Reading what other implementers of the same items say, to compare them (同事项同标准)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from tongban.catalogue.models import Version
from tongban.catalogue.rules.enumerations import UNDER_WAY, Standing, VersionState
from tongban.catalogue.rules.quality import Standard, standard_of


@dataclass(frozen=True, slots=True)
class Compared:
    """Versions as they would be in force together, by id, with 基本编码 and standard; findings are for the judged."""

    standards: Mapping[int, tuple[str, Standard]]
    judged: frozenset[int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a version stands: 基本编码, implementation and variant, and the revision that would bring it into force."""

    code: str
    implementation_id: int
    variant: str
    revision_id: int | None
    in_force: bool


@dataclass
class Standards:
    """What versions say that has to be the same everywhere; those to be judged are added one after another."""

    places: dict[int, Place]
    standards: dict[int, Standard] = field(default_factory=dict)
    judged: set[int] = field(default_factory=set)

    def add(self, version_id: int, standard: Standard) -> None:
        """Let a version be judged."""
        self.standards[version_id] = standard
        self.judged.add(version_id)

    def groups(self) -> Iterator[Compared]:
        """Yield what is in force, and for each revision what would be in force after it."""
        in_force: dict[str, list[int]] = defaultdict(list)
        drafts: dict[int | None, list[int]] = defaultdict(list)
        for version_id in sorted(self.standards):
            place = self.places[version_id]
            if place.in_force:
                in_force[place.code].append(version_id)
            else:
                drafts[place.revision_id].append(version_id)
        yield self._compared([each for ids in in_force.values() for each in ids])
        for ids in drafts.values():
            replaced = {(self.places[each].implementation_id, self.places[each].variant) for each in ids}
            codes = dict.fromkeys(self.places[each].code for each in ids)
            staying = [each for code in codes for each in in_force[code] if self._where(each) not in replaced]
            # What stays in force stands first: of two standards that are as frequent, the one in force counts.
            yield self._compared([*staying, *ids], only=frozenset(ids))

    def _where(self, version_id: int) -> tuple[int, str]:
        place = self.places[version_id]
        return place.implementation_id, place.variant

    def _compared(self, ids: list[int], only: frozenset[int] | None = None) -> Compared:
        judged = self.judged.intersection(ids if only is None else only)
        return Compared({each: (self.places[each].code, self.standards[each]) for each in ids}, frozenset(judged))


def standards_beside(wanted: QuerySet[Version]) -> Standards:
    """Return the places of some versions, and the standards of those that have to agree with them; three queries.

    These are the versions in force of the same 基本编码, and the other drafts of the same revisions.
    """
    wanted = wanted.order_by()
    beside = (
        Version.objects.filter(implementation__item__in=wanted.values("implementation__item"))
        .filter(
            Q(state=VersionState.PUBLISHED.value)
            | Q(
                state__in=UNDER_WAY,
                revision__in=wanted.values("revision"),
            )
        )
        .exclude(standing=Standing.CANCELLED.value)
        .exclude(pk__in=wanted.values("pk"))
    )
    found = Standards(_places(wanted))
    found.places.update(_places(beside))
    for version_id, name, kind, basis in beside.values_list("pk", "content__name", "content__type", "content__basis"):
        found.standards[version_id] = standard_of({"name": name or "", "type": kind or "", "basis": basis or ()})
    return found


def standards_in_force(catalog_codes: Collection[str]) -> Iterator[tuple[tuple[str, str], tuple[str, Standard]]]:
    """Yield what is in force of these: 实施编码 and variant, 基本编码 and standard; one query, the eldest first."""
    if not catalog_codes:
        return
    # One array: a city's catalogue has more codes than a statement has parameters.
    codes = RawSQL("SELECT unnest(%s::text[])", [list(catalog_codes)])
    rows = (
        Version.objects.filter(state=VersionState.PUBLISHED.value, implementation__item__catalog_code__in=codes)
        .exclude(standing=Standing.CANCELLED.value)
        .order_by("pk")
        .values_list(
            "implementation__task_code",
            "variant",
            "implementation__item__catalog_code",
            "content__name",
            "content__type",
            "content__basis",
        )
    )
    for code, variant, catalog_code, name, kind, basis in rows.iterator(chunk_size=1000):
        said = standard_of({"name": name or "", "type": kind or "", "basis": basis or ()})
        yield (code, variant), (catalog_code, said)


def _places(versions: QuerySet[Version]) -> dict[int, Place]:
    rows = versions.values_list(
        "pk", "implementation__item__catalog_code", "implementation_id", "variant", "revision_id", "state"
    )
    return {
        version_id: Place(code, implementation_id, variant, revision_id, state == VersionState.PUBLISHED)
        for version_id, code, implementation_id, variant, revision_id, state in rows
    }
