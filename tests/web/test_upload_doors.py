"""Every door that takes a file, with files that somebody hands in to do harm: refused in words, and nothing kept."""

from __future__ import annotations

import itertools
import json
import pathlib
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.access.asking import undone
from tests.api.client import token_of
from tests.cases.factory import case
from tests.city import MONDAY, STORY, actor
from tests.kernel import hostile
from tongban.kernel import clock, files

pytestmark = pytest.mark.usefixtures("city", "db")
SignIn = Callable[[str], Client]
PAPERS = [what for what in hostile.REFUSED if what != "nothing"]
TABLES = {
    "workbook that is a bomb": ("a.xlsx", hostile.packed(xl__workbook_xml=bytes(40_000_000))),
    "workbook of entities": ("a.xlsx", hostile.packed(xl__workbook_xml=hostile.ENTITY_BOMB)),
    "workbook with a macro": ("a.xlsm", hostile.with_macro()),
    "workbook that is a ZIP of ZIPs": ("a.xlsx", hostile.nested(3)),
    "table of zeros": ("a.csv", bytes(100_000)),
    "JSON without end": ("a.json", b"[" * 200_000),
    "a program": ("a.exe", b"MZ\x90\x00" + bytes(400)),
    "a program called a table": ("a.csv", b"MZ\x90\x00" + bytes(400)),
    "ZIP that leads elsewhere": ("a.zip", hostile.packed(______etc__passwd=b"root")),
    "EICAR": ("a.csv", hostile.EICAR),
}
_keys = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Door:
    """Where a file is sent, in which role, with what beside it; pages by a browser, calls by a token."""

    path: str
    role: str
    beside: dict[str, str] = field(default_factory=dict)
    stage: str = ""
    tables: bool = False


DOORS = {
    "page of materials": Door("/applications/{number}/materials", "applicant", {"material": "plan"}, "draft"),
    "call of materials": Door("/api/v1/cases/{number}/materials/plan", "applicant", stage="draft"),
    "page of the space": Door(
        "/my/space/documents/", "applicant", {"name": "证", "owner": "{owner}", "obtained_on": "2026-03-01"}
    ),
    "call of the space": Door("/api/v1/me/documents", "applicant", {"name": "证", "obtained_on": "2026-03-01"}),
    "window": Door("/office/cases/{number}/hand-in/", "clerk", {"material": "plan"}, "correcting"),
    "paper of a suspension": Door("/office/cases/{number}/suspend/", "lead_reviewer", {"days": "3"}, "reviewing"),
    "page of registers": Door("/office/registers/legal-persons/", "data_steward", tables=True),
    "call of registers": Door("/api/v1/registers/legal-persons/imports", "data_steward", tables=True),
    "page of items": Door("/office/catalogue/files/", "steward", tables=True),
    "call of items": Door("/api/v1/items/imports", "steward", tables=True),
    "page of forms": Door("/office/catalogue/forms/", "steward", tables=True),
    "page of licences in stock": Door("/office/licence-desk/stock/", "issuer", tables=True),
    "call of licences in stock": Door("/api/v1/licences/stock", "issuer", tables=True),
    "page that verifies": Door("/verify/", "stranger"),
    "call that verifies": Door("/api/v1/licences/verification", "stranger"),
}
# What is left besides the answer: a look at a licence; and a table with faults stays for its reader for a day, so that
# the faults can be read again.
NOTED = {"licences_use"}
LOOKED_OVER = {"kernel_staged_file", "kernel_idempotent_answer"}


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


@pytest.fixture
def newly_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> Callable[[], list[pathlib.Path]]:
    """List what this test put into the store, which the tests that run beside it fill as well."""
    place_of = files._path

    def place(sha256: str) -> pathlib.Path:
        known = place_of(sha256)
        return known if known.exists() else tmp_path / "files" / sha256

    monkeypatch.setattr(files, "_path", place)
    return lambda: list(tmp_path.glob("files/*"))


@pytest.mark.parametrize("door", DOORS)
def test_refuses_what_would_do_harm_and_keeps_nothing(
    as_user: SignIn, newly_kept: Callable[[], list[pathlib.Path]], door: str
) -> None:
    asked = DOORS[door]
    path = asked.path.format(number=case(asked.stage) if asked.stage else "")
    owner = f"person-{actor('applicant').person_id}"
    browser, headers = Client(raise_request_exception=False), {}
    if path.startswith("/api/"):
        headers = {"Authorization": f"Bearer {token_of(asked.role)}"}
    else:
        browser = as_user(STORY["people"][asked.role])
        browser.raise_request_exception = False
    corpus = TABLES if asked.tables else {what: hostile.REFUSED[what] for what in PAPERS}
    allowed = NOTED | (LOOKED_OVER if asked.tables else set())
    before, wrong = newly_kept(), []

    for what, (name, data) in corpus.items():
        key = f"hostile-{next(_keys):08d}"
        beside = {each: value.format(owner=owner) for each, value in asked.beside.items()}
        sent = {**beside, "file": SimpleUploadedFile(name, data, "application/pdf"), "once": key}
        with undone() as changed:
            answer = browser.post(path, sent, headers={**headers, "Idempotency-Key": key})
        if answer.status_code >= 500 or answer.status_code in (201, 401, 403, 404, 405) or set(changed) - allowed:
            wrong.append((what, answer.status_code, sorted(changed)))
        elif path.startswith("/api/") and answer.status_code >= 400 and not json.loads(answer.content)["detail"]:
            wrong.append((what, answer.status_code, ["says nothing"]))

    assert wrong == []
    if not asked.tables:
        assert newly_kept() == before


def test_what_is_taken_is_handed_out_as_what_it_is(as_user: SignIn) -> None:
    number = case("draft")
    applicant = as_user(STORY["people"]["applicant"])
    headers = {"Authorization": f"Bearer {token_of('applicant')}"}

    for name, data, media_type in hostile.TAKEN.values():
        if media_type == "application/pdf":
            continue
        file = SimpleUploadedFile(f"../../{name}", data, "text/html")
        given = applicant.post(f"/api/v1/cases/{number}/materials/plan", {"file": file}, headers=headers)
        assert given.status_code == 201, given.content.decode()
        shown = applicant.get(f"/my/cases/{number}/files/{given.json()['id']}")
        called = applicant.get(f"/api/v1/cases/{number}/materials/{given.json()['id']}/file", headers=headers)

        assert shown.headers["Content-Type"] == called.headers["Content-Type"] == media_type
        assert shown.headers["X-Content-Type-Options"] == called.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in shown.headers["Content-Security-Policy"]
        assert called.headers["Content-Disposition"].startswith("attachment")
        assert b"<script>" not in shown.content + called.content
        assert ".." not in shown.headers["Content-Disposition"]
