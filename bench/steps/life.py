"""The life of a case as every contender plays it: eight steps, three reviews at the same time, a journal."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

from tongban.parties.rules.actor import Actor, DutyKind, Held

# submit · accept · open the reviews · three opinions · decide, after the case was opened
STEPS = 8
REVIEWS = ("municipal", "traffic", "gardens")
AT = dt.datetime(2026, 3, 2, 2, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
INTAKE_DAYS, PROMISED_DAYS, LEGAL_DAYS, DELIVERY_DAYS, REVIEW_DAYS = 5, 9, 20, 10, 5
SUBJECT = "挖掘城市道路许可"
APPLICANT = "示例电力有限公司"


@dataclass(frozen=True)
class Cast:
    """The rows that every life stands on, made once: who applies, who owns, who reviews and decides.

    Its actors are made once too: a door makes them, not a step.
    """

    region: str
    owner_id: int
    reviewing: tuple[int, int, int]
    person_id: int
    clerk_id: int
    reviewer_ids: tuple[int, int, int]
    decider_id: int

    @functools.cached_property
    def applicant(self) -> Actor:
        return Actor(name=APPLICANT, person_id=self.person_id)

    @functools.cached_property
    def clerk(self) -> Actor:
        return self._official("收件员", self.clerk_id, DutyKind.CLERK, self.owner_id)

    @functools.cached_property
    def lead(self) -> Actor:
        return self._official("牵头审查员", self.reviewer_ids[0], DutyKind.REVIEWER, self.owner_id)

    @functools.cached_property
    def reviewers(self) -> tuple[Actor, ...]:
        """Those who give the opinions, in the order of the reviews."""
        pairs = zip(self.reviewer_ids, self.reviewing, strict=True)
        return tuple(self._official("审查员", person, DutyKind.REVIEWER, at) for person, at in pairs)

    @functools.cached_property
    def decider(self) -> Actor:
        return self._official("决定人", self.decider_id, DutyKind.DECIDER, self.owner_id)

    def _official(self, name: str, official_id: int, kind: DutyKind, authority_id: int) -> Actor:
        return Actor(name=name, official_id=official_id, duties=frozenset({Held(kind, authority_id)}))


def cast() -> Cast:
    """Make the rows: a region, three authorities, five officials, one applicant and the working-day calendar."""
    from tongban.kernel.actions.load_calendar import load_calendar
    from tongban.parties.models import Account, Authority, Official, Person, Region

    load_calendar()
    region = Region.objects.create(code="529900000000", name="示例市", level=3)
    authorities = [
        Authority.objects.create(
            key=key, uscc=f"11529900MB000000{n}A", name=f"示例{key}局", short_name=key, region=region
        )
        for n, key in enumerate(REVIEWS, 1)
    ]
    officials = [
        Official.objects.create(
            account=Account.objects.create_user(f"official-{n}"),
            name=f"官员{n}",
            authority=authorities[min(n, 2)],
            active_from=dt.date(2020, 1, 1),
        ).pk
        for n in range(5)
    ]
    person = Person.objects.create(id_number="52999919900101001X", name=APPLICANT)
    one, two, three = (authority.pk for authority in authorities)
    return Cast(
        region=region.pk,
        owner_id=one,
        reviewing=(one, two, three),
        person_id=person.pk,
        clerk_id=officials[0],
        reviewer_ids=(officials[1], officials[2], officials[3]),
        decider_id=officials[4],
    )
