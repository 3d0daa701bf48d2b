"""Packages of closed cases, whole and spoilt."""

import functools
import json
from collections.abc import Callable

import pytest

from tests.cases.factory import case
from tests.city import MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.archive_case import archive_case
from tongban.cases.rules import archive
from tongban.cases.rules.archive import manifest_of, pack, statement, unpack
from tongban.cases.rules.archive_check import Verdict, check
from tongban.kernel import files
from tongban.kernel.outbox import forward
from tongban.kernel.rules.signed_note import NoteSigner
from tongban.kernel.signing import verify_pdf
from tongban.matters.models import Matter

Members = dict[str, bytes]


def closed() -> Matter:
    number = case("delivered")
    actions.close(number=number, actor=actor("clerk"), at=MONDAY)
    while forward(lambda jobs: None):
        pass
    return Matter.objects.get(number=number)


def package() -> tuple[Matter, bytes]:
    matter = closed()
    return matter, files.read(archive_case(matter_id=matter.pk, at=MONDAY))


def reason(data: bytes, authority: bytes) -> str:
    return verify_pdf(data, authority).reason


def checked(data: bytes, vkey: str = "") -> Verdict:
    return check(data, reason, vkey)


@functools.cache
def made_once() -> bytes:
    return package()[1]


@pytest.fixture
def whole() -> bytes:
    """A package to be spoilt; checking one needs no case, so one case is enough for all."""
    return made_once()


def repacked(data: bytes, change: Callable[[Members], None]) -> bytes:
    members = unpack(data)
    at = json.loads(members[archive.MANIFEST])["closed_at"]
    change(members)
    return pack(members, at)


def first(members: Members, folder: str) -> str:
    return min(name for name in members if name.startswith(folder))


def signed_anew(members: Members, signer: NoteSigner) -> None:
    """Write manifest and signature as somebody would who changed a member."""
    old = json.loads(members[archive.MANIFEST])
    others = {name: data for name, data in members.items() if name not in (archive.MANIFEST, archive.SIGNATURE)}
    members[archive.MANIFEST] = manifest_of(old["number"], others, old["closed_at"])
    members[archive.SIGNATURE] = signer.sign(statement(old["number"], members[archive.MANIFEST])).encode()
