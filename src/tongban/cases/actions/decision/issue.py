"""Make the licence that was granted, sign it, and put it into its register."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tongban.cases.models import Case, Decision
from tongban.cases.queries.outcome import fees_unpaid, no_licence
from tongban.cases.queries.promises import deferred_missing, missing_mark
from tongban.cases.queries.reading import read_case, version_of
from tongban.catalogue.rules.form_properties import in_one_text, whole_property
from tongban.licences.actions import Issued, change, renew, supersede
from tongban.licences.actions.issue import issue as issue_licence
from tongban.licences.queries import licence_facts
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import Facts
from tongban.parties.queries import organisation, person
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import PartyView

# By which operation the old licence gives way, and why, by what was applied for.
_ANEW = {
    Case.Purpose.RENEWAL: (renew, "延续"),
    Case.Purpose.CHANGE: (change, "变更"),
    Case.Purpose.REISSUE: (supersede, "补发，原证作废"),
}


class NoLicenceToIssue(NotAllowedNow):
    """The result of this item is not a licence; deliver the decision."""


class DeferredMissing(NotAllowedNow):
    """The city has the licence wait until what was deferred is in (容缺后补)."""


class FeesUnpaid(NotAllowedNow):
    """The city has the licence wait for the fee."""


@retried
def issue(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Issue the licence in the same transaction as the step.

    A renewal, change or reissue makes the next version of the licence that it is about, which is superseded. Raises
    NoLicenceToIssue, DeferredMissing, FeesUnpaid, NotFound, NotYours, NotAllowedNow.
    """
    with transaction.atomic():
        facts = read_case(number, actor)
        allow(facts, "issue", actor)
        if why := no_licence(facts):
            raise NoLicenceToIssue(why)
        if why := deferred_missing(facts):
            raise DeferredMissing(why)
        if why := fees_unpaid(facts):
            raise FeesUnpaid(why)
        issued = _made(facts, actor=actor, at=at)
        return step(
            facts,
            "issue",
            actor=actor,
            at=at,
            writes=[Change(facts.parts["decision"], {"licence_identifier": issued.identifier})],
            said={"licence": issued.identifier, "sha256": issued.sha256},
        )


def _made(facts: Facts, *, actor: Actor, at: dt.datetime) -> Issued:
    case: Case = facts.parts["case"]
    decision: Decision = facts.parts["decision"]
    item = version_of(case.version_id)
    if case.about_licence:
        lost = case.purpose == Case.Purpose.REISSUE
        make_anew, reason = _ANEW[Case.Purpose(case.purpose)]
        return make_anew(
            identifier=case.about_licence,
            reason=reason,
            matter_id=facts.matter.pk,
            face=licence_facts(case.about_licence).face if lost else _face(facts, item.form),
            valid_from=decision.valid_from,
            valid_until=decision.valid_until,
            actor=actor,
            at=at,
        )
    return issue_licence(
        type_code=item.licence_type,
        holder=holder_of(facts),
        authority_id=facts.matter.owner_id,
        matter_id=facts.matter.pk,
        face=_face(facts, item.form),
        valid_from=decision.valid_from,
        valid_until=decision.valid_until,
        actor=actor,
        at=at,
    )


def holder_of(facts: Facts) -> PartyView:
    """Return the applicant as the holder of what is granted."""
    matter = facts.matter
    if matter.applicant_organisation_id is not None:
        return organisation(matter.applicant_organisation_id)
    return person(matter.applicant_person_id or 0)


def _face(facts: Facts, form: Mapping[str, Any]) -> dict[str, Any]:
    case: Case = facts.parts["case"]
    known = form.get("properties", {})
    face = {
        key: {"label": known[key].get("title", key), "value": in_one_text(whole_property(form, key), value)}
        for key, value in case.answers.items()
        if key in known
    }
    # Where a licence does not wait for what was deferred, it says what is missing.
    if bound := "；".join(each for each in (facts.parts["decision"].conditions, missing_mark(facts)) if each):
        face["conditions"] = {"label": "许可条件", "value": bound}
    return face
