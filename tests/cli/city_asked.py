"""What is asked of a filled city, in a process of its own: `python -m tests.cli.city_asked HOME` prints the answers."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from typing import Any

from tongban.cli.environment import opened


def main(home: str) -> None:
    with opened(argparse.Namespace(home=home)):
        print(json.dumps({"doors": doors(), "journal": journal(), "limits": limits(), "faults": faults(), **more()}))


def more() -> dict[str, Any]:
    from django.db.models import Count

    from tests.cli.city_filling import PART, UNTIL
    from tongban.cli import data_diagnosis as doctor
    from tongban.cli.city_scale.filling import fill_city
    from tongban.kernel.rules.codes import licence_identifier_valid, mod37_36
    from tongban.licences.models import Licence
    from tongban.matters.models import Matter

    before = Matter.objects.count()
    fill_city(part=PART, seed=1, until=UNTIL)
    numbers = list(Matter.objects.filter(kind="case").values_list("number", flat=True))
    return {
        "states": dict(Matter.objects.filter(kind="case").values_list("state").annotate(Count("pk")).order_by()),
        "again": Matter.objects.count() - before,
        "checked": [number for number in numbers if mod37_36(number[:-1]) != number[-1]],
        "identifiers": [
            one for one in Licence.objects.values_list("identifier", flat=True) if not licence_identifier_valid(one)
        ],
        "well": [
            each.en
            for asked in (
                doctor.about_filling(),
                doctor.about_constraints(),
                doctor.about_sequences(),
                doctor.about_matters(thorough=True),
                doctor.about_licence_index(),
            )
            for each in asked
            if not each.well
        ],
    }


def doors() -> dict[str, Any]:
    """Open a closed and an open case in the office, the portal and the API: as its people, and as strangers to it."""
    from django.conf import settings
    from django.test import override_settings

    # The served files of a site are gathered when it is first served.
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=settings.STORAGES | plain):
        return _opened()


def _opened() -> dict[str, Any]:
    from django.conf import settings
    from django.test import Client

    from tongban.cli.city_scale.people import username
    from tongban.matters.models import Matter
    from tongban.parties.models import Account, Authority

    found: dict[str, Any] = {}
    for state in ("closed", "reviewing"):
        matter = (
            Matter.objects.filter(kind="case", state=state, applicant_person__isnull=False, agent__account=None)
            .order_by("pk")[:1]
            .get()
        )
        other = Authority.objects.exclude(pk=matter.owner_id).order_by("pk")[0]
        applicant = Account.objects.create(username=f"applicant-{state}", person_id=matter.applicant_person_id)
        stranger = Account.objects.filter(person__isnull=False).exclude(pk=applicant.pk).order_by("pk")[0]
        people = {
            "clerk": Account.objects.get(username=username(matter.owner.key, "clerk")),
            "other": Account.objects.get(username=username(other.key, "clerk")),
            "applicant": applicant,
            "stranger": stranger,
        }
        for who, account in people.items():
            browser = Client(HTTP_HOST="localhost")
            browser.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
            page = "/office/cases" if who in ("clerk", "other") else "/my/cases"
            found[f"{state} {who}"] = [
                browser.get(f"{page}/{matter.number}/", follow=True).status_code,
                browser.get(f"/api/v1/cases/{matter.number}", headers=_token(account)).status_code,
            ]
    return found


def _token(account: Any) -> dict[str, str]:
    """Return the header of a token that the account may read with."""
    import datetime as dt

    from tongban.kernel.clock import now
    from tongban.parties.actions import issue_token
    from tongban.parties.queries import actor_of

    issued = issue_token(
        name="city", scopes=["read"], expires_at=now() + dt.timedelta(days=1), actor=actor_of(account, "web"), at=now()
    )
    return {"Authorization": f"Bearer {issued.raw}"}


def journal() -> list[str]:
    from tongban.kernel.signing import journal_key
    from tongban.matters.queries.verification import verify_journal

    return verify_journal(journal_key().vkey).findings


def limits() -> dict[str, Any]:
    """Hold every case to the table of moves and every day to the engine's own reckoning."""
    from tongban.cases.access import CASE
    from tongban.cli.data_diagnosis import _wrong_day
    from tongban.matters.models import JournalEntry, Matter

    unlawful = set()
    entries = JournalEntry.objects.filter(matter__kind="case").select_related("matter").order_by("matter", "sequence")
    before: JournalEntry | None = None
    for entry in entries.iterator(5000):
        move = CASE.move(entry.verb)
        if (move.sources and entry.from_state not in move.sources) or (
            move.targets and entry.to_state not in move.targets
        ):
            unlawful.add((entry.verb, entry.from_state, entry.to_state))
        if before and before.matter_id == entry.matter_id and before.recorded_at > entry.recorded_at:
            unlawful.add((before.verb, "after", entry.verb))
        before = entry
    return {"unlawful": sorted(unlawful), "days": _wrong_day(list(Matter.objects.values_list("pk", flat=True)))}


def faults() -> dict[str, list[str]]:
    """Plant each fault, ask the doctor, and take it back."""
    from django.db import connection, transaction

    from tongban.cli import data_diagnosis as doctor
    from tongban.matters.models import Matter

    number, pk = Matter.objects.filter(kind="case", state="accepted").values_list("number", "pk").first() or ("", 0)
    planted: dict[str, tuple[str, Any]] = {
        "clock": (
            f"UPDATE matters_clock SET due_on = due_on + 1 WHERE matter_id = {pk} AND kind = 'promise'",
            lambda: doctor.about_matters(thorough=True),
        ),
        "version": (
            f"UPDATE matters_matter SET version = version + 1 WHERE id = {pk}",
            lambda: doctor.about_matters(thorough=True),
        ),
        "state": (
            f"UPDATE matters_matter SET state = 'deciding' WHERE id = {pk}",
            lambda: doctor.about_matters(thorough=True),
        ),
        "entry": (
            f"UPDATE matters_journal_entry SET facts = '{{}}' WHERE matter_id = {pk}",
            lambda: [doctor._hashes_hold([pk])],
        ),
        "leaf": ("DELETE FROM matters_tree_leaf WHERE index = 7", lambda: doctor.about_matters(thorough=True)),
        "sequence": ("SELECT setval('matters_matter_id_seq', 1)", doctor.about_sequences),
        "constraint": (
            "ALTER TABLE matters_clock ADD CONSTRAINT doubtful CHECK (days < 1000) NOT VALID",
            doctor.about_constraints,
        ),
        "dropped": (
            "DELETE FROM city_fill.done WHERE what = 'all'; INSERT INTO city_fill.dropped (kind, of_table, name,"
            " definition) VALUES ('index', 'a', 'b', 'c')",
            doctor.about_filling,
        ),
        "licence": ("DELETE FROM sharing_licencerecord", doctor.about_licence_index),
    }
    found: dict[str, list[str]] = {"number": [number]}
    for name, (statement, asked) in planted.items():
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL session_replication_role = replica")
                cursor.execute(statement)
            findings: Iterable[Any] = asked()
            found[name] = [each.en for each in findings if not each.well]
            transaction.set_rollback(True)
    with connection.cursor() as cursor:  # a sequence does not roll back
        cursor.execute("SELECT setval('matters_matter_id_seq', (SELECT max(id) FROM matters_matter))")
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
