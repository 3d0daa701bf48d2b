"""What a decision means for the licence that the application is about: until when, and whether it stays."""

import datetime as dt

from tongban.cases.models import Case
from tongban.cases.queries.reading import version_of
from tongban.cases.rules.validity import Validity, validity_for
from tongban.kernel.clock import day_of
from tongban.licences.actions import cancel, reinstate, revoke
from tongban.licences.lifecycle import MOVES
from tongban.licences.queries import licence_facts
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor


def validity_of(facts: Facts, on: dt.date) -> Validity:
    """Return from when until when what is granted on a day is valid, by what was applied for."""
    case: Case = facts.parts["case"]
    months = version_of(case.version_id).result_validity_months
    if not case.about_licence:
        return validity_for(case.purpose, on, months)
    old = licence_facts(case.about_licence)
    return validity_for(case.purpose, on, months, old_from=old.valid_from, old_until=old.valid_until)


def close_down(facts: Facts, *, actor: Actor, at: dt.datetime) -> None:
    """Cancel the licence that its holder gives up (行政许可法 第七十条), in the transaction of the decision."""
    case: Case = facts.parts["case"]
    told = f"持证人申请注销，办件 {facts.matter.number}"
    cancel(identifier=case.about_licence, reason=told, actor=actor, at=at)


def after_redoing(identifier: str, granted: bool, *, actor: Actor, at: dt.datetime) -> None:
    """Give back or take away for good the licence of a case that was decided anew after a challenge."""
    state = licence_facts(identifier, on=day_of(at)).written_state
    if granted and state == "suspended":
        reinstate(identifier=identifier, reason="按复议或诉讼结果重新办理，准予", actor=actor, at=at)
    if not granted and state in MOVES["revoke"].sources:
        revoke(identifier=identifier, reason="按复议或诉讼结果重新办理，不予许可", actor=actor, at=at)
