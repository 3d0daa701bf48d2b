"""What we do when a case has moved: tell those whom it concerns, and make what was written."""

import contextlib
import datetime as dt
from typing import Any

from tongban.cases.access import MOCK
from tongban.cases.actions.archive_case import archive_case
from tongban.cases.actions.intake.discard import discard, drafts_of
from tongban.cases.actions.make_documents import make_documents
from tongban.cases.actions.materials.close_assistances import close_assistances
from tongban.cases.actions.materials.copy_found_licences import copy_found_licences
from tongban.cases.actions.promises.begin_verification import NothingToVerify, begin_verification
from tongban.cases.actions.tell_corrected_data import tell_corrected_data
from tongban.cases.actions.tell_moved_days import tell_moved_days
from tongban.cases.queries.recipients import whom_to_tell
from tongban.cases.rules.letters import lamps_letter, letter_for, taking_over, verification_letter
from tongban.catalogue.access import GUIDE_REPORT, REVISION
from tongban.kernel.clock import now, today
from tongban.kernel.outbox import on
from tongban.licences.actions.copies import revoke_copies_of_case
from tongban.matters.events import DUE_DAYS_MOVED, LAMPS_TURNED
from tongban.matters.queries import Facts, read_by_id
from tongban.notices.actions import Recipient, send
from tongban.parties.events import CLAIM_ENDED
from tongban.parties.queries import officials_with
from tongban.parties.rules.actor import SYSTEM, DutyKind
from tongban.sharing.access import CORRECTION


@on("case.*")
def tell_the_applicant(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to the applicant's box what has happened and what comes next; a repeat of the job sends nothing."""
    facts = read_by_id(payload["matter"])
    matter = facts.matter
    verb, words = _occasion(topic.partition(".")[2], facts)
    letter = letter_for(verb, number=matter.number, subject=matter.subject, due_on=matter.due_on, words=words)
    people = whom_to_tell(matter, facts.parts["case"].task_code, today()) if letter is not None else set()
    if letter is None or not people:
        return
    send(
        to=[Recipient(person_id=person) for person in sorted(people)],
        subject=f"【模拟】{letter.subject}" if facts.parts["case"].mock else letter.subject,
        body=letter.body,
        at=now(),
        matter_id=matter.pk,
        once_key=f"journal:{key}",
    )


@on("case.*")
def make_what_was_written(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Make the files of the documents that the step wrote, and the package of a case that it closed; once each."""
    make_documents(payload["matter"])
    facts = read_by_id(payload["matter"])
    if facts.kind.state(facts.state).closed:
        archive_case(matter_id=facts.matter.pk, at=now())
        revoke_copies_of_case(facts.matter.number, now())
        close_assistances(case_matter_id=facts.matter.pk, at=now())


@on("case.submit")
def copy_what_was_found(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Make copies of the licences that spare materials, for the authority alone; a repeat of the job makes none."""
    copy_found_licences(read_by_id(payload["matter"]), at=now())


@on("case.register")
def copy_what_was_found_at_the_window(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Make the copies also where a window took the application in."""
    copy_what_was_found(topic, key, payload)


def _occasion(verb: str, facts: Facts) -> tuple[str, str]:
    """Return what the applicant hears of a step, and what the authority wrote to them with it."""
    if verb == "transfer":
        # Who of an authority has it is the authority's own affair; which authority has it is not.
        last = facts.parts["transfers"][-1]
        return ("" if last.to_official_id else verb), f"今后由{last.to_authority.name}继续办理"
    if verb != "decline":
        return verb, facts.parts["case"].end_reason
    # Of what officials ask of each other the applicant need not hear; of their own request they do.
    answered = [proposal for proposal in facts.parts["proposals"] if proposal.answered_at is not None]
    last = max(answered, key=lambda proposal: proposal.answered_at)
    return f"decline_{last.kind}", last.answer


@on("case.transfer")
def tell_who_takes_over(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to the official who takes a case over, and why; a repeat of the job sends nothing."""
    facts = read_by_id(payload["matter"])
    last, matter = facts.parts["transfers"][-1], facts.matter
    if last.to_official_id is None:
        return
    letter = taking_over(number=matter.number, subject=matter.subject, reason=last.reason)
    send(
        to=[Recipient(official_id=last.to_official_id)],
        subject=letter.subject,
        body=letter.body,
        at=now(),
        matter_id=matter.pk,
        once_key=f"journal:{key}:official",
    )


@on(DUE_DAYS_MOVED)
def tell_whose_days_moved(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to those whose cases are due on another day since a notice; a repeat of the job sends nothing."""
    tell_moved_days(notice=payload["notice"], basis=payload["basis"], at=now())


@on("case.decide")
def check_what_was_promised(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Begin the check of a promise once the case is granted; nothing was promised in most, a repeat finds it begun."""
    with contextlib.suppress(NothingToVerify):
        begin_verification(number=payload["number"], actor=SYSTEM, at=now())


@on("case.deem_renewed")
def check_what_a_deemed_renewal_promised(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Begin the check of a promise also where silence has renewed."""
    check_what_was_promised(topic, key, payload)


@on("verification.verify")
def tell_what_was_found(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to who promised what the check found; a repeat of the job sends nothing."""
    facts = read_by_id(payload["matter"])
    matter, row = facts.matter, facts.parts["verification"]
    letter = verification_letter(matter.state, case=row.of.number, subject=matter.subject)
    if letter is None:
        return
    send(
        to=[Recipient(person_id=person) for person in sorted(whom_to_tell(matter, row.task_code, today()))],
        subject=letter.subject,
        body=letter.body,
        at=now(),
        matter_id=matter.pk,
        once_key=f"journal:{key}",
    )


@on(LAMPS_TURNED)
def tell_whose_lamps_turned(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write one letter to the holder, or to who leads at the owner, for all whose lamps turned; a repeat sends none."""
    if payload["kind"] in (MOCK.code, REVISION.code, GUIDE_REPORT.code, CORRECTION.code):
        return
    holder, owner = payload["holder"], payload["owner"]
    people = [holder] if holder is not None else [one.id for one in officials_with(DutyKind.REVIEWER, owner)]
    letter = lamps_letter(yellow=payload["yellow"], red=payload["red"], held=holder is not None)
    send(
        to=[Recipient(official_id=person) for person in people],
        subject=letter.subject,
        body=letter.body,
        at=now(),
        once_key=f"lamps:{payload['kind']}:{owner}:{holder}:{payload['at']}",
    )


@on("data_correction.correct_record")
def tell_whose_data_changed(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to those at open cases that used what a register has put right; a repeat of the job sends nothing."""
    tell_corrected_data(correction=payload["matter"], at=now(), once_key=f"journal:{key}")


@on(CLAIM_ENDED)
def throw_away_what_a_stranger_began(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Discard the drafts that somebody else began in a person's name; a repeat of the job finds none."""
    for number in drafts_of(key, at=dt.datetime.fromisoformat(payload["at"])):
        discard(number=number, actor=SYSTEM, at=now())


@on("mock.*")
def follow_what_is_tried_out(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Tell the applicant of a step in a mock case and make its documents, both with their mark."""
    tell_the_applicant(topic, key, payload)
    make_what_was_written(topic, key, payload)
