"""Whom of many we know, by their codes, and who speaks for many organisations."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.contrib.auth.hashers import check_password, is_password_usable

from tongban.parties.models import Account, Organisation, Person
from tongban.parties.queries.actors import DEREGISTERED, mandates_in_force
from tongban.parties.rules.identity import code_of, number_of
from tongban.parties.rules.views import VERIFIED


def persons_of_codes(codes: Iterable[str]) -> dict[str, int]:
    """Return the ids of the confirmed persons with the codes, in one query; the code of another is left out.

    Who only told us who they are is left out too: anybody may register with another's number.
    """
    wanted = {code: number_of(code) for code in set(codes)}
    numbers = {number for _kind, number in wanted.values()}
    found = Person.objects.filter(id_number__in=numbers, assurance__gte=VERIFIED)
    known = {code_of(kind, number): pk for kind, number, pk in found.values_list("id_kind", "id_number", "pk")}
    return {code: known[code_of(*each)] for code, each in wanted.items() if code_of(*each) in known}


def organisations_of_codes(codes: Iterable[str]) -> dict[str, int]:
    """Return the ids of the organisations known by the codes, in one query."""
    return dict(Organisation.objects.filter(uscc__in=set(codes)).values_list("uscc", "pk"))


def accounts_with_password(usernames: Collection[str], password: str) -> int:
    """Return how many of the accounts may be signed in to by a password that everybody knows."""
    kept = Account.objects.filter(username__in=list(usernames), is_active=True).values_list("password", flat=True)
    # An account without a password costs as much time as a wrong one, so that nobody can tell them apart: not here.
    right = {stored for stored in set(kept) if is_password_usable(stored) and check_password(password, stored)}
    return sum(stored in right for stored in kept)


def speakers_of(organisation_ids: Iterable[int], *, on: dt.date) -> dict[int, frozenset[int]]:
    """Return for each organisation the persons who may act for all of it on a day, in two queries.

    By the rule of `acting_for`: legal representatives, and whoever holds a mandate without bounds.
    """
    ids = set(organisation_ids)
    found: dict[int, set[int]] = defaultdict(set)
    heads = Organisation.objects.filter(pk__in=ids).exclude(status=DEREGISTERED)
    for pk, head in heads.values_list("pk", "legal_representative_person_id"):
        if head is not None:
            found[pk].add(head)
    for pk, agent in (
        mandates_in_force(on)
        .filter(organisation_id__in=ids, agent__isnull=False, scope="all")
        .values_list("organisation_id", "agent_id")
    ):
        if pk is not None and agent is not None:
            found[pk].add(agent)
    return {pk: frozenset(people) for pk, people in found.items()}
