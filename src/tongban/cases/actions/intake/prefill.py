"""The number of a new case, and what is known of its applicant already: nobody is asked what government knows."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tongban.cases.queries.holders import Holders, asked_as
from tongban.cases.rules.fitting import fitting
from tongban.cases.rules.numbers import MOCK_MARK, case_number
from tongban.cases.rules.sources import ACCOUNT, KEPT, LICENCE, REGISTER
from tongban.catalogue.queries import ImplementationView
from tongban.catalogue.rules.form_properties import whole_property
from tongban.catalogue.rules.forms import elements_of
from tongban.kernel.clock import day_of
from tongban.kernel.errors import Refusal
from tongban.licences.queries.for_cases import held_of_types, types_that_say
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import AuthorityView, PartyView
from tongban.sharing.actions import look_up
from tongban.sharing.queries.kept_answers import kept_answers
from tongban.sharing.rules.known import Found

_log = logging.getLogger(__name__)

# What an account says of its own person or organisation, by data element.
_OF_THE_ACCOUNT: dict[str, Callable[[PartyView], str]] = {
    "person.name": lambda party: party.name,
    "person.id_number": lambda party: party.code,
    "person.phone": lambda party: party.phone,
    "person.email": lambda party: party.email,
    "person.address": lambda party: party.address,
    "org.name": lambda party: party.name,
    "org.uscc": lambda party: party.code,
    "org.phone": lambda party: party.phone,
    "org.address": lambda party: party.address,
    "org.legal_representative": lambda party: party.legal_representative,
}
Told = tuple[str, Any, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Prefilled:
    """Answers by the form's keys, their marks (see `rules.sources`), and the names of registers that did not answer."""

    answers: dict[str, Any]
    sources: dict[str, Any]
    failures: tuple[str, ...] = ()

    def over(self, answers: Mapping[str, Any], sources: Mapping[str, Any]) -> Prefilled:
        """Return what is known laid over what was said for a licence: what government says today is newer than that.

        What somebody answered elsewhere, or what their account says, is not.
        """
        newer = {key for key, mark in self.sources.items() if mark["kind"] in (REGISTER, LICENCE) or key not in answers}
        return Prefilled(
            {**answers, **{key: self.answers[key] for key in newer}},
            {**sources, **{key: self.sources[key] for key in newer}},
            self.failures,
        )


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
    agent: PartyView | None,
    actor: Actor,
    number: str,
    at: dt.datetime,
    things: Mapping[str, str] | None = None,
) -> Prefilled:
    """Fill in what is known of who applies and who acts, only of those who were confirmed, each with its source.

    The registers come first, then licences in force, then what was answered before, then the account. `things` names,
    by domain, which of several things is meant. A register that fails leaves its fields to the others.
    """
    acts = agent if agent is not None and agent.kind == "person" and agent != applicant else None
    holders = Holders(applicant, acts)
    elements = elements_of(item.form)
    answers: dict[str, Any] = {}
    sources: dict[str, Any] = {}
    failures: list[str] = []
    by_subject: dict[str, tuple[PartyView, dict[str, str]]] = {}
    for key, element in elements.items():
        subject = holders.subject_of(element)
        if subject is not None and subject.is_verified:
            by_subject.setdefault(subject.code, (subject, {}))[1][key] = element
    purpose = _("预填申请表：%(item)s") % {"item": item.name}
    for subject, wanted in by_subject.values():
        asked = _Asked(subject, actor, purpose, number, at, things or {}, failures)
        for way in (_registers, _licences, _kept, _account):
            left = {key: element for key, element in wanted.items() if key not in answers}
            if not left:
                break
            for key, value, mark in way(asked, left):
                if key not in answers and (held := fitting(whole_property(item.form, key), value)) is not None:
                    answers[key] = held
                    sources[key] = {**mark, "element": elements[key], "held": held}
    return Prefilled(answers, sources, tuple(sorted(set(failures))))


@dataclass(frozen=True, slots=True)
class _Asked:
    """Of whom something is asked, by whom, what for, and of which of their things; `failures` gathers who failed."""

    subject: PartyView
    actor: Actor
    purpose: str
    number: str
    at: dt.datetime
    things: Mapping[str, str]
    failures: list[str]


def _registers(of: _Asked, wanted: dict[str, str]) -> Iterator[Told]:
    found: Found | None = None
    try:
        # A refusal does not undo the savepoint: that it was refused is logged for the subject.
        with transaction.atomic(), contextlib.suppress(Refusal):
            found = look_up(
                subject_code=of.subject.code,
                elements=sorted({asked_as(element) for element in wanted.values()}),
                actor=of.actor,
                purpose=of.purpose,
                case_number=of.number,
                objects=of.things,
                at=of.at,
                begins_case=True,
            )
    except Exception as error:  # noqa: BLE001 - a source of others may fail in any way: the form is then typed
        _log.warning("a look-up for the form of %s failed: %s", of.number, type(error).__name__)
    if found is None:
        of.failures.append(_("基础信息库"))
        found = Found()
    of.failures.extend(each.register_name for each in found.missing.values() if each.reason == "failed")
    for key, element in wanted.items():
        if (known := found.known.get(asked_as(element))) is not None:
            mark = {
                "source": known.source_name,
                "as_of": known.as_of.isoformat(),
                "kind": REGISTER,
                "register": known.register,
                "row": known.row,
                "stale": known.stale,
            }
            yield key, known.value, mark


def _licences(of: _Asked, wanted: dict[str, str]) -> Iterator[Told]:
    types = types_that_say({asked_as(element) for element in wanted.values()})
    if not types:
        return
    for licence in held_of_types([of.subject.code], types, day_of(of.at)):
        if licence.state != "valid":
            continue
        said = {
            element: licence.face[key]["value"]
            for key, element in types[licence.type_code].items()
            if key in licence.face
        }
        for key, element in wanted.items():
            if asked_as(element) in said:
                mark = {
                    "source": f"{licence.name} {licence.number}",
                    "as_of": licence.valid_from.isoformat(),
                    "kind": LICENCE,
                    "row": licence.identifier,
                }
                yield key, said[asked_as(element)], mark


def _kept(of: _Asked, wanted: dict[str, str]) -> Iterator[Told]:
    subject = of.subject
    before = kept_answers(subject.kind, subject.id, {asked_as(each) for each in wanted.values()}, of.things)
    for key, element in wanted.items():
        if (kept := before.get(asked_as(element))) is not None:
            mark = {
                "source": "您以前填写的内容",
                "as_of": day_of(kept.given_at).isoformat(),
                "kind": KEPT,
                "row": kept.case_number,
            }
            yield key, kept.value, mark


def _account(of: _Asked, wanted: dict[str, str]) -> Iterator[Told]:
    for key, element in wanted.items():
        if (said := _OF_THE_ACCOUNT.get(asked_as(element))) is not None:
            yield key, said(of.subject), {"source": "账号信息", "as_of": day_of(of.at).isoformat(), "kind": ACCOUNT}
