"""Who plays in the demo city, and a case of its story made by our own actions."""

from __future__ import annotations

import base64
import pathlib

from tongban.cases import actions
from tongban.catalogue.models import Implementation
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


def item() -> str:
    """Return the code by which the story's item is applied for: that of the authority of its clerk."""
    owner = STORY.item()["authority"]
    found = Implementation.objects.get(item__catalog_code=STORY.facts["catalog_code"], authority__key=owner)
    return found.task_code


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
