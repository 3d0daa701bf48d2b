"""A stranger's identity, held against every route and every list of pages and API: it must find nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.api.client import token_of
from tests.cases.factory import case
from tests.cases.test_combined import begun
from tests.city import MONDAY, STORY, actor, company, picture
from tongban.cases.models import Case, CaseMaterial, Document
from tongban.feedback.actions import lodge
from tongban.feedback.actions.data_requests.claim_data_right import claim_data_right
from tongban.kernel import files
from tongban.licences.actions.copies import make_copy
from tongban.licences.models import Licence
from tongban.notices.models import Message
from tongban.parties.models import Mandate, Person
from tongban.sharing.actions.space.keep_document import keep_document

pytestmark = pytest.mark.usefixtures("city", "db")
SignIn = Callable[[str], Client]

# What anybody may read, by how the address begins; each of them shows nothing of a case that was not decided.
PUBLIC = (
    "items/",
    "themes/",
    "authorities/",
    "catalogue/",
    "lists/",
    "directory/",
    "powers/",
    "decisions",
    "verify/",
    "documents/",
    "licence-types/",
    "accounts/",
    "admin/",
    "static/",
    "api/v1/items",
    "api/v1/lists",
    "api/v1/decisions",
    "api/v1/licence-types",
    "api/v1/journal",
    "api/v1/elements",
    "identity/",
    ".well-known/",
)
# A verification tells of a licence or a copy to who has its identifier, and never more than its face.
VERIFIES = re.compile(r"/verification$")
REFUSALS = {401, 403, 404, 405}
UNREADABLE = {400, 415, 422}


@dataclass(frozen=True, slots=True)
class World:
    """What belongs to the story's applicant: a value for each name in an address, and what nobody else may read."""

    values: dict[str, Any]
    numbers: dict[str, str]
    secrets: tuple[str, ...]


@pytest.fixture
def world() -> World:
    applicant = actor("applicant")
    delivered, draft, several = case("delivered"), case("draft"), begun()
    complaint = lodge(number=delivered, topic="question", text="进度到哪里了？", actor=applicant, at=MONDAY).number
    claim = claim_data_right(topic="explain", text="为什么？", actor=applicant, at=MONDAY).number
    stored = files.put(picture("blue"), "image/png")
    kept = keep_document(
        kind="person",
        party_id=applicant.person_id or 0,
        name="结婚证",
        file_name="证.png",
        sha256=stored.sha256,
        media_type="image/png",
        obtained_on=MONDAY.date(),
        actor=applicant,
        at=MONDAY,
    )
    licence = Licence.objects.get(matter__number=delivered)
    copy = make_copy(
        identifier=licence.identifier, purpose="办理贷款", user_name="示例银行", actor=applicant, at=MONDAY
    )
    message = Message.objects.filter(recipient_person_id=applicant.person_id).first()
    me = Person.objects.get(pk=applicant.person_id)
    return World(
        values={
            "identifier": licence.identifier,
            "material_id": CaseMaterial.objects.filter(matter__number=delivered).values_list("pk", flat=True)[0],
            "file_id": CaseMaterial.objects.filter(matter__number=delivered).values_list("pk", flat=True)[0],
            "document": Document.objects.filter(matter__number=delivered)[0].key,
            "document_number": Document.objects.filter(matter__number=delivered)[0].key,
            "document_id": kept,
            "message_id": message.pk if message else 1,
            "mandate_id": Mandate.objects.filter(organisation_id=company(applicant)).values_list("pk", flat=True)[0],
            "code": Case.objects.get(matter__number=delivered).task_code,
            "complaint": complaint,
            "material": "restoration",
            "request_id": 1,
        },
        numbers={
            "applications/": draft,
            "combined": several,
            "complaints": complaint,
            "data-requests": claim,
            "my/data/rights": claim,
            "copies": copy.number,
            "": delivered,
        },
        secrets=(me.phone, me.id_number, draft, several, complaint, claim, copy.number, licence.identifier),
    )


def routes() -> Iterator[str]:
    """Return every address pattern of the house, packages' own pages left out."""

    def walk(patterns: list[Any], before: str) -> Iterator[str]:
        for each in patterns:
            path = before + str(each.pattern)
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, path)
            elif isinstance(each, URLPattern):
                yield path

    found = (path.replace("^", "").replace("$", "") for path in walk(get_resolver().url_patterns, ""))
    yield from sorted({path for path in found if not path.startswith(PUBLIC) and "(?P" not in path})


def address(route: str, world: World) -> str:
    """Return the route with what belongs to the applicant in each of its places."""
    number = next(value for part, value in world.numbers.items() if part in route)

    def filled(place: re.Match[str]) -> str:
        kind, _colon, name = place.group(1).rpartition(":")
        if name == "number":
            return number
        return str(world.values.get(name, 1 if kind == "int" else "x"))

    return "/" + re.sub(r"<([^>]+)>", filled, route)


class TestAStranger:
    def test_finds_nothing_at_any_address_of_somebody_else_s(self, as_user: SignIn, world: World) -> None:
        browser = as_user(STORY["people"]["stranger"])
        token = {"Authorization": f"Bearer {token_of('stranger')}"}
        asked, found = 0, []

        for route in routes():
            if "<" not in route or VERIFIES.search(route):
                continue
            path = address(route, world)
            headers = token if path.startswith("/api/") else {}
            answers = {"get": browser.get(path, headers=headers)}
            if path.startswith("/api/"):
                key = {**headers, "Idempotency-Key": f"a-stranger-{asked}"}
                answers["post"] = browser.post(path, {}, content_type="application/json", headers=key)
            else:
                answers["post"] = browser.post(path, {"once": f"a-stranger-{asked}"})
            asked += len(answers)
            for verb, answer in answers.items():
                # What is wrong with what was sent may be told before whose it is: it tells of nothing that exists.
                fine = answer.status_code in REFUSALS or (verb == "post" and answer.status_code in UNREADABLE)
                if not fine or leaked(answer, world):
                    found.append((verb, route, answer.status_code, leaked(answer, world)))

        assert asked > 400
        assert found == []

    def test_reads_nothing_of_somebody_else_s_in_any_list(self, as_user: SignIn, world: World) -> None:
        browser = as_user(STORY["people"]["stranger"])
        token = {"Authorization": f"Bearer {token_of('stranger')}"}

        read = {
            route: leaked(browser.get(f"/{route}", headers=token if route.startswith("api/") else {}), world)
            for route in routes()
            if "<" not in route
        }

        assert len(read) > 100
        assert {route: secrets for route, secrets in read.items() if secrets} == {}

    def test_finds_what_is_their_own(self, as_user: SignIn, world: World) -> None:
        """The same addresses open for whom they belong to: the test above would not see a house that is shut."""
        browser = as_user(STORY["people"]["applicant"])

        opened = [
            f"/my/cases/{world.numbers['']}/",
            f"/my/licences/{world.values['identifier']}/",
            f"/my/space/documents/{world.values['document_id']}/",
            f"/combined/{world.numbers['combined']}/",
        ]
        assert [browser.get(path).status_code for path in opened] == [200] * len(opened)


def leaked(answer: Any, world: World) -> list[str]:
    """Return what of the applicant's an answer shows that was not in its own address."""
    if answer.streaming:
        text = b"".join(answer.streaming_content).decode("utf-8", "replace")
    else:
        text = answer.content.decode("utf-8", "replace")
    path = answer.request["PATH_INFO"]
    return [secret for secret in world.secrets if secret in text and secret not in path]
