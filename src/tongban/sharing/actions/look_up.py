"""Look into the registers, leaving a trace that the subject can read."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import logging
import time
from collections.abc import Mapping, Sequence

from django.db import connection
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import Refusal
from tongban.parties.queries.callers import authority_of_caller
from tongban.parties.rules.actor import Actor
from tongban.sharing.access import Standing, standing
from tongban.sharing.models import LookUp
from tongban.sharing.ports import Question, RegisterAway, connector
from tongban.sharing.queries.records import Knower, asked, held_here, knowers
from tongban.sharing.rules.answers import Asked, answered
from tongban.sharing.rules.known import Found
from tongban.sharing.rules.masking import masked

_log = logging.getLogger(__name__)


class PurposeMissing(Refusal):
    """Nobody looks up data without saying what for (个人信息保护法 art. 6)."""


def look_up(
    *,
    subject_code: str,
    elements: Sequence[str],
    actor: Actor,
    purpose: str,
    case_number: str,
    at: dt.datetime,
    objects: Mapping[str, str] | None = None,
    begins_case: bool = False,
) -> Found:
    """Return what the registers know of the elements, and for each of the others why not; and log it for the subject.

    `subject_code` is an identity number or a unified social credit code; elements are like "org.address"; `objects`
    names, by domain, which of several things is meant ({"property": unit number}). A fixed number of queries, however
    many elements. Only the action that `begins_case` of this number for the actor, and asks what its item needs, says
    so: the case is not there to be found yet. What is sensitive (level 4) is known for a case only; who watches over a
    case and does not handle it sees values masked. Raises PurposeMissing; CaseMissing, BeyondCase and NotFound when
    the actor may not look, and that is logged too.
    """
    began = time.monotonic()
    if not purpose.strip():
        raise PurposeMissing(_("查询共享数据必须写明用途。"))
    subject = subject_code.strip().upper()
    log = LookUp(
        subject_code=subject[:18],
        asked=sorted(set(elements)),
        elements=[],
        registers=[],
        actor_name=actor.name,
        account_id=actor.account_id,
        client_system_id=actor.client_system_id,
        purpose=purpose.strip()[:300],
        case_number=case_number[:50],
        params_hash=_hash(subject, elements, objects or {}),
        at=at,
    )
    try:
        stands = standing(actor, subject, elements, case_number, begins_case=begins_case)
    except Refusal as refusal:
        log.organisation_name = authority_of_caller(actor)[1]
        log.outcome, log.reason = LookUp.Outcome.REFUSED, refusal.reason[:200]
        _keep(log, began)
        raise
    log.organisation_name = stands.authority
    know = knowers(log.asked)
    here = [knower for knower in know if not knower.connector]
    there = [knower for knower in know if knower.connector]
    found = answered(
        [*held_here(here, subject), *(_held_there(knower, log) for knower in there)],
        log.asked,
        objects=objects or {},
        for_a_case=stands.for_a_case,
        at=at,
        today=day_of(at),
    )
    _told(log, found)
    log.masked = not stands.whole
    _keep(log, began)
    return _as_seen(found, stands)


def _held_there(knower: Knower, log: LookUp) -> Asked:
    """Ask a register that is held elsewhere; one that does not answer says so with the time."""
    way = connector(knower.connector)
    if way is None or not knower.connected:
        return dataclasses.replace(asked(knower, []), connected=False)
    elements = tuple(sorted(knower.levels))
    who = log.organisation_name or log.actor_name
    try:
        rows = way.ask(Question(knower.key, log.subject_code, elements, log.purpose, log.case_number, who))
    except Exception as error:  # noqa: BLE001 - a connector may fail in any way: the field is typed, the look-up logged
        # What others' errors say may hold personal data: of those only the kind is told.
        _log.warning("register %s: %s", knower.key, error if isinstance(error, RegisterAway) else type(error).__name__)
        return dataclasses.replace(asked(knower, []), failed_at=log.at)
    return asked(knower, [dataclasses.replace(row, row=f"{knower.key}/{row.row}"[:80]) for row in rows])


def _told(log: LookUp, found: Found) -> None:
    log.elements = sorted(found.known)
    log.registers = sorted({known.register for known in found.known.values()})
    log.rows = sorted({known.row for known in found.known.values()})
    failures = [missing for missing in found.missing.values() if missing.reason == "failed"]
    if failures:
        log.reason = "、".join(sorted({missing.register_name for missing in failures}))[:200]
    if found.known:
        log.outcome = LookUp.Outcome.ANSWERED
    else:
        log.outcome = LookUp.Outcome.FAILED if failures else LookUp.Outcome.NOTHING


def _as_seen(found: Found, stands: Standing) -> Found:
    if stands.whole:
        return found
    seen = {
        element: dataclasses.replace(known, value=masked(element, known.value, known.level), masked=True)
        for element, known in found.known.items()
    }
    return dataclasses.replace(found, known=seen)


def _keep(log: LookUp, began: float) -> None:
    log.latency_ms = int((time.monotonic() - began) * 1000)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [field.get_db_prep_save(getattr(log, field.attname), connection) for field in _KEPT])


def _hash(subject: str, elements: Sequence[str], objects: Mapping[str, str]) -> str:
    asked = json.dumps([subject, sorted(set(elements)), dict(objects)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()


# Written once and not for every look-up.
_KEPT = [field for field in LookUp._meta.concrete_fields if not field.primary_key]
_KEEP = (
    f"INSERT INTO {LookUp._meta.db_table} ({', '.join(str(field.column) for field in _KEPT)})"
    f" VALUES ({', '.join(['%s'] * len(_KEPT))})"
)
