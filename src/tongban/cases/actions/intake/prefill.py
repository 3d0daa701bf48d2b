"""The number of a new case, and what the base registers know of its applicant."""

import datetime as dt
import re
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from tongban.cases.rules.numbers import MOCK_MARK, case_number
from tongban.catalogue.queries import ImplementationView
from tongban.kernel.clock import day_of
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import AuthorityView, PartyView
from tongban.sharing.actions import look_up


def new_number(item: ImplementationView, owner: AuthorityView, at: dt.datetime, *, mock: bool = False) -> str:
    """Return the next number, with the mark of its owner; its serial comes from a sequence. A mock one says so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number')")
        (serial,) = cursor.fetchone()
    number = case_number(region_code=item.region_code, on=day_of(at), uscc=owner.uscc, serial=serial)
    return f"{MOCK_MARK}{number}" if mock else number


def prefill(
    item: ImplementationView,
    applicant: PartyView,
    agent: PartyView,
    actor: Actor,
    number: str,
    at: dt.datetime,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return answers by the form's keys, and for each its source and date; only of who was confirmed."""
    fields = {key: each["x-element"] for key, each in item.form.get("properties", {}).items() if each.get("x-element")}
    answers: dict[str, Any] = {}
    sources: dict[str, Any] = {}
    for subject, prefix in ((applicant, "org."), (agent, "person.")):
        wanted = {key: element for key, element in fields.items() if re.match(re.escape(prefix), element)}
        if not wanted or not subject.is_verified:
            continue
        known = look_up(
            subject_code=subject.code,
            elements=sorted(set(wanted.values())),
            actor=actor,
            purpose=_("预填申请表：%(item)s") % {"item": item.name},
            case_number=number,
            at=at,
        )
        for key, element in wanted.items():
            if found := known.get(element):
                answers[key] = found.value
                sources[key] = {"source": found.source_name, "as_of": found.as_of.isoformat()}
    return answers, sources
