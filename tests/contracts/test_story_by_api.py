"""The whole story through the API alone: from a search to a verified licence and a journal that proves itself."""

import base64
import datetime as dt
from typing import Any

import pytest

from tests.api.client import Api, api_of
from tests.api.test_journal import sequenced
from tests.cases.factory import answers, corrections, pdf
from tests.city import STORY, picture
from tests.clock import FrozenClock
from tongban.kernel.queries import calendar_of
from tongban.kernel.rules.merkle import verify_consistency, verify_inclusion
from tongban.kernel.rules.signed_note import Checkpoint, verify_checkpoint

APPLIED = dt.date(2026, 3, 2)
RETURNED = dt.date(2026, 3, 3)
ACCEPTED = dt.date(2026, 3, 4)
REVIEWED_FROM = dt.date(2026, 3, 5)
SUSPENDED = dt.date(2026, 3, 6)
RESUMED = dt.date(2026, 3, 13)
DECIDED = dt.date(2026, 3, 16)
# The items and the powers of the city came by a revision each.
LOADED = 2
ROLES = ("applicant", "stranger", "clerk", "lead_reviewer", "joint_reviewer", "decider", "issuer")


class Story:
    """The people of the story, each with a token, and the case they carry."""

    def __init__(self, the_clock: FrozenClock) -> None:
        self.clock = the_clock
        self.people = {role: api_of(role) for role in ROLES}
        self.visitor = Api("")
        self.number = ""

    def does(self, role: str, verb: str, **body: Any) -> Any:
        """Make a move and return the case as its maker sees it then."""
        self.clock.pass_minutes()
        answer = self.people[role].post(f"cases/{self.number}/{verb}", body)
        assert answer.status_code == 200, answer.content.decode()
        return self.people[role].case(self.number)

    def gives(self, files: list[dict[str, Any]]) -> None:
        """Upload the story's files, made here."""
        for each in files:
            self.clock.pass_minutes(1)
            data = pdf() if each["media"] == "pdf" else picture()
            answer = self.people["applicant"].upload(
                f"cases/{self.number}/materials/{each['material']}", each["name"], data
            )
            assert answer.status_code == 201, answer.content.decode()

    def checkpoint(self) -> Checkpoint:
        """Return the journal's newest checkpoint, its signature checked with the published key."""
        key = self.visitor.get("journal/key").content.decode().strip()
        return verify_checkpoint(self.visitor.get("journal/checkpoint").content.decode(), key)


@pytest.fixture
def story(the_clock: FrozenClock) -> Story:
    return Story(the_clock)


def test_a_company_gets_its_permit_through_the_api_alone(story: Story) -> None:
    code = a_visitor_finds_the_item(story)
    the_agent_applies(story, code)
    the_clerk_returns_and_accepts(story)
    sequenced()
    earlier = story.checkpoint()
    due_on = two_authorities_review(story)
    identifier = the_licence_is_made_and_delivered(story, due_on)
    anybody_verifies_the_licence(story, identifier)
    the_service_is_rated(story)
    sequenced()
    the_journal_proves_itself(story, earlier)


def a_visitor_finds_the_item(story: Story) -> str:
    codes = set()
    for search in STORY["searches"]:
        found = story.visitor.get("items", {"q": search["query"]}).json()["results"]
        codes |= {row["code"] for row in found if row["name"] == "挖掘城市道路许可"}
    (code,) = codes
    guide = story.visitor.get(f"items/{code}").json()
    assert guide["due_if_accepted_today"] == "2026-03-13"
    return str(code)


def the_agent_applies(story: Story, code: str) -> None:
    agent = story.people["applicant"]
    (company,) = [party["code"] for party in agent.get("me").json()["acts_for"] if party["name"].startswith("贵阳筑光")]
    typed = answers(APPLIED)
    draft = {key: typed[key] for key in STORY["draft"]["keys"]}

    started = agent.post("applications", {"item": code, "organisation": company, "answers": draft})
    assert started.status_code == 201, started.content.decode()
    story.number = started.json()["number"]
    known = {each["key"]: each for group in agent.case(story.number)["answers"] for each in group["answers"]}
    assert all(known[key]["value"] and known[key]["source"] for key in STORY["prefilled"])

    early = agent.post(f"cases/{story.number}/submit", {})
    assert early.status_code == 422
    assert {"plan", "design", "excavation_length"} <= {each["field"] for each in early.json()["errors"]}

    assert agent.patch(f"cases/{story.number}/answers", {"answers": typed}).status_code == 200
    disguised = agent.upload(f"cases/{story.number}/materials/plan", "平面图.pdf", b"MZ" + bytes(200))
    assert disguised.status_code == 422
    story.gives(STORY["files"])
    submitted = story.does("applicant", "submit")
    assert submitted["state"] == "submitted"
    receipt = agent.get(submitted["documents"][0]["href"])
    assert receipt.content.startswith(b"%PDF")
    assert story.people["stranger"].get(f"cases/{story.number}").status_code == 404


def the_clerk_returns_and_accepts(story: Story) -> None:
    clerk = story.people["clerk"]
    story.clock.move_to(RETURNED)
    waiting = clerk.get("inbox", {"task": "receive"}).json()
    assert (story.number, 4) in [(row["number"], row["remaining"]) for row in waiting["results"]]
    story.does("clerk", "return_for_correction", items=corrections(), note=STORY["correction"]["note"])
    asked = {m["code"]: m for m in story.people["applicant"].case(story.number)["materials"] if m["requirement"]}
    assert set(asked) == {"plan"}

    unanswered = story.people["applicant"].post(f"cases/{story.number}/correct", {})
    assert unanswered.status_code == 422
    (old,) = asked["plan"]["files"]
    story.people["applicant"].delete(f"cases/{story.number}/materials/plan/{old['id']}")
    story.gives(STORY["correction"]["files"])
    story.people["applicant"].patch(f"cases/{story.number}/answers", {"answers": STORY["correction"]["answers"]})
    story.does("applicant", "correct")

    story.clock.move_to(ACCEPTED)
    accepted = story.does("clerk", "accept", note=STORY["acceptance"]["note"])
    assert (accepted["state"], accepted["due_on"]) == ("accepted", "2026-03-17")
    assert "acceptance_notice" in [document["kind"] for document in accepted["documents"]]
    again = clerk.post(f"cases/{story.number}/accept", {})
    assert again.status_code == 409
    assert "王硕言" in again.json()["detail"]


def two_authorities_review(story: Story) -> dt.date:
    story.clock.move_to(REVIEWED_FROM)
    reviewing = story.does("lead_reviewer", "open_reviews")
    assert [review["is_open"] for review in reviewing["reviews"]] == [True, True]
    due_before = dt.date.fromisoformat(reviewing["due_on"])

    story.clock.move_to(SUSPENDED)
    said = STORY["suspension"]
    paused = story.does("lead_reviewer", "suspend", kind=said["kind"], days=said["days"], reason=said["reason"])
    assert paused["lamp"] == "grey"
    refused = story.people["decider"].post(f"cases/{story.number}/decide", {"outcome": "granted"})
    assert refused.status_code == 409

    story.clock.move_to(RESUMED)
    resumed = story.does("lead_reviewer", "resume", result=said["result"])
    calendar = calendar_of("520100000000")
    excluded = calendar.between(SUSPENDED, RESUMED)
    due_after = dt.date.fromisoformat(resumed["due_on"])
    assert excluded == said["days"] == 5
    assert due_after == calendar.add(due_before, excluded).day == dt.date(2026, 3, 24)

    for opinion in STORY["opinions"]:
        said = {"step_code": opinion["step"], **{key: opinion[key] for key in ("opinion", "text", "conditions")}}
        story.does(opinion["by"], "give_opinion", **said)
    return due_after


def the_licence_is_made_and_delivered(story: Story, due_on: dt.date) -> str:
    story.clock.move_to(DECIDED)
    assert due_on >= DECIDED
    said = STORY["decision"]
    granted = story.does(
        "decider", "decide", outcome=said["outcome"], reasons=said["reasons"], conditions=said["conditions"]
    )
    assert granted["decision"]["decider_name"] == "赵衡岳"
    issued = story.does("issuer", "issue")
    delivered = story.does("issuer", "deliver", mode=STORY["delivery"]["mode"], receiver=STORY["delivery"]["receiver"])
    assert delivered["state"] == "delivered"
    return str(issued["licence"]["identifier"])


def anybody_verifies_the_licence(story: Story, identifier: str) -> None:
    agent = story.people["applicant"]
    assert identifier in [licence["identifier"] for licence in agent.get("licences").json()["results"]]
    file = agent.get(f"licences/{identifier}/file")
    assert (file.status_code, file.headers["Content-Type"]) == (200, "application/pdf")
    assert story.people["stranger"].get(f"licences/{identifier}/file").status_code == 404

    now = story.visitor.get(f"licences/{identifier}/verification").json()
    assert (now["state"], now["is_valid"]) == ("valid", True)
    later = story.visitor.get(f"licences/{identifier}/verification", {"on": "2026-12-31"}).json()
    assert (later["is_valid"], later["was_valid"], later["state_on"]) == (True, False, "expired")

    whole = story.visitor.upload("licences/verification", "licence.pdf", file.content).json()
    assert (whole["outcome"], whole["licence"]["identifier"]) == ("genuine", identifier)
    place = len(file.content) // 2
    changed = file.content[:place] + bytes([file.content[place] ^ 1]) + file.content[place + 1 :]
    assert story.visitor.upload("licences/verification", "licence.pdf", changed).json()["genuine"] is False


def the_service_is_rated(story: Story) -> None:
    story.clock.pass_minutes()
    said = STORY["rating"]
    rated = story.people["applicant"].post(
        f"cases/{story.number}/rating", {"level": said["level"], "text": said["comment"]}
    )
    assert rated.status_code == 201, rated.content.decode()
    closed = story.people["applicant"].case(story.number)
    assert (closed["state"], closed["closed"], closed["verbs"]) == ("closed", True, [])
    assert [entry["verb"] for entry in closed["entries"]] == [
        *("draft", "submit", "return_for_correction", "correct", "accept", "open_reviews", "suspend", "resume"),
        *("give_opinion", "give_opinion", "decide", "issue", "deliver", "close"),
    ]
    assert {entry["source"] for entry in closed["entries"][:-1]} == {"api"}


def the_journal_proves_itself(story: Story, earlier: Checkpoint) -> None:
    newest = story.checkpoint()
    assert (earlier.size, newest.size) == (LOADED + 5, LOADED + 14)
    for index in range(newest.size):
        proof = story.visitor.get(f"journal/entries/{index}/proof").json()
        leaf, path = base64.b64decode(proof["leaf_hash"]), [base64.b64decode(each) for each in proof["path"]]
        assert verify_inclusion(index, newest.size, leaf, path, newest.root)
    grown = story.visitor.get("journal/consistency", {"from": earlier.size, "to": newest.size}).json()
    path = [base64.b64decode(each) for each in grown["path"]]
    assert verify_consistency(earlier.size, newest.size, earlier.root, newest.root, path)
