"""The demo city for the pages: first a tenth of its items and a few cases, then all and ten times the cases."""

from __future__ import annotations

import base64
import pathlib
import shutil
import tempfile
from dataclasses import dataclass

from tongban.cases import actions
from tongban.catalogue.queries import find
from tongban.cli.city import load_city
from tongban.cli.commands.demo import CITY
from tongban.cli.story.script import Script
from tongban.kernel.clock import now, today
from tongban.parties.models import Account
from tongban.parties.queries import actor_of, parties_of
from tongban.parties.rules.actor import Actor

# One white point.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEANl9ngAAAAABJRU5ErkJggg=="
)
STORY = Script.read(CITY)


@dataclass(frozen=True)
class Numbers:
    """The item of the story and a case under review, as they stand in the addresses of pages."""

    item: str
    case: str


def little(cases: int) -> Numbers:
    """Load a tenth of the items and make a few cases, one of them under review."""
    with tempfile.TemporaryDirectory() as folder:
        part = pathlib.Path(folder) / "city"
        shutil.copytree(CITY, part, ignore=shutil.ignore_patterns("items"))
        (part / "items").mkdir()
        files = sorted((CITY / "items").glob("*.toml"))
        for file in {*files[::10], CITY / "items" / f"{STORY.facts['item']}.toml"}:
            shutil.copy(file, part / "items")
        load(part)
    item = next(row.code for row in find(STORY.item()["name"]).results if row.name == STORY.item()["name"])
    numbers = [submitted(item) for _ in range(cases)]
    actions.accept(number=numbers[0], actor=actor("clerk"), at=now())
    actions.open_reviews(number=numbers[0], actor=actor("lead_reviewer"), at=now())
    return Numbers(item, numbers[0])


def grow(cases: int) -> None:
    """Load the whole city and make so many more cases."""
    load(CITY)
    item = next(row.code for row in find(STORY.item()["name"]).results if row.name == STORY.item()["name"])
    for _ in range(cases):
        submitted(item)


def submitted(item: str) -> str:
    """Make a case of the story's company and submit it; return its number."""
    applicant, at = actor("applicant"), now()
    company = next(party.id for party in parties_of(applicant) if party.kind == "organisation")
    number = actions.draft(task_code=item, actor=applicant, at=at, organisation_id=company)
    actions.save_draft(number=number, answers=STORY.answers(today()), actor=applicant, at=at)
    for each in STORY.facts["files"]:
        name = str(pathlib.Path(each["name"]).with_suffix(f".{each['media']}"))
        data = PICTURE if each["media"] == "png" else _paper()
        actions.attach(number=number, material_code=each["material"], name=name, data=data, actor=applicant, at=at)
    actions.submit(number=number, actor=applicant, at=at)
    return number


def actor(role: str) -> Actor:
    """Return who plays a role of the story."""
    return actor_of(account(role), "web")


def account(role: str) -> Account:
    """Return the account of a role of the story."""
    return Account.objects.get(username=STORY.username(role))


def load(folder: pathlib.Path) -> None:
    load_city(folder, at=now(), say=lambda what, report: None)


def _paper() -> bytes:
    """Return the smallest PDF with a page."""
    body = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    )
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(body, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 4\n0000000000 65535 f \n" + table + tail
