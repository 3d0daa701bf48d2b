"""Cases in any stage, made by the same actions that people use."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.city import MONDAY, STORY, actor, company, picture
from tongban.cases import actions
from tongban.catalogue.queries import find
from tongban.parties.rules.actor import Actor

STAGES = ("draft", "submitted", "correcting", "accepted", "reviewing", "reviewed", "granted", "issued", "delivered")


def road_code() -> str:
    """Return the task code of the permit to excavate a city road."""
    return next(row.code for row in find("挖掘城市道路许可").results if row.name == "挖掘城市道路许可")


def answers(on: dt.date) -> dict[str, Any]:
    """Return what the story's applicant types, with dates after the day of the application."""
    days = {key: (on + dt.timedelta(days=after)).isoformat() for key, after in STORY["answers_in_days"].items()}
    return {**STORY["answers"], **days}


def give_files(number: str, applicant: Actor, at: dt.datetime) -> None:
    """Give a picture, or a PDF where only that is taken, for each material that the story uploads."""
    for each in STORY["files"]:
        name, data = (each["name"], pdf()) if each["name"].endswith(".pdf") else (each["name"], picture())
        actions.attach(number=number, material_code=each["material"], name=name, data=data, actor=applicant, at=at)


def pdf() -> bytes:
    """Return a small PDF with one empty page."""
    body = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(body, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


def case(stage: str, at: dt.datetime = MONDAY) -> str:
    """Bring a case to a stage, all on one day, and return its number."""
    if stage not in STAGES:
        raise ValueError(f"a case has no stage {stage}")
    applicant = actor("applicant")
    number = actions.draft(task_code=road_code(), actor=applicant, at=at, organisation_id=company(applicant))
    actions.save_draft(number=number, answers=answers(at.date()), actor=applicant, at=at)
    give_files(number, applicant, at)
    for reached in STAGES[1 : STAGES.index(stage) + 1]:
        if reached != "correcting" or stage == "correcting":
            _advance(number, reached, at)
    return number


def at_the_window(at: dt.datetime = MONDAY, **said: Any) -> str:
    """Take a case in at the window for the story's company, with all its papers, and return its number."""
    applicant = actor("applicant")
    given: dict[str, Any] = {
        "organisation_id": company(applicant),
        "agent_person_id": applicant.person_id,
        "answers": answers(at.date()),
        "papers": {each["material"]: 1 for each in STORY["files"]},
        **said,
    }
    return actions.register(task_code=road_code(), actor=actor("clerk", "window"), at=at, **given).number


def _advance(number: str, stage: str, at: dt.datetime) -> None:
    if stage == "submitted":
        actions.submit(number=number, actor=actor("applicant"), at=at)
    elif stage == "correcting":
        actions.return_for_correction(number=number, items=corrections(), actor=actor("clerk"), at=at)
    elif stage == "accepted":
        actions.accept(number=number, actor=actor("clerk"), at=at)
    elif stage == "reviewing":
        actions.open_reviews(number=number, actor=actor("lead_reviewer"), at=at)
    elif stage == "reviewed":
        for each in STORY["opinions"]:
            opine(number, each["step"], actor(each["by"]), at)
    elif stage == "granted":
        actions.decide(number=number, outcome="granted", actor=actor("decider"), at=at)
    elif stage == "issued":
        actions.issue(number=number, actor=actor("issuer"), at=at)
    else:
        actions.deliver(number=number, mode="space", actor=actor("issuer"), at=at)


def corrections() -> list[Any]:
    """Return the story's list of things to correct."""
    return [
        {
            "code": each.get("material_code") or each["field"],
            "problem": each["problem"],
            "requirement": each["requirement"],
        }
        for each in STORY["correction"]["items"]
    ]


def opine(number: str, step: str, reviewer: Actor, at: dt.datetime) -> None:
    """Give an agreeing opinion on a step."""
    actions.give_opinion(number=number, step_code=step, opinion="agree", text="", actor=reviewer, at=at)
