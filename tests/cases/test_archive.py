"""The package of a closed case proves itself offline, and whatever is changed in it is named."""

import base64
import functools
import io
import json
import os
import pathlib
import subprocess
import sys
import zipfile
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, connection, transaction

from tests.cases.factory import case, pdf, picture
from tests.city import MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.archive_case import StillOpen, archive_case
from tongban.cases.handlers import make_what_was_written
from tongban.cases.models import Archive, CaseMaterial, Document
from tongban.cases.queries.archives import archive_file, archive_of
from tongban.cases.rules import archive
from tongban.cases.rules.archive import NoArchive, manifest_of, pack, statement, unpack
from tongban.cases.rules.archive_check import Verdict, check
from tongban.cli.environment import REPOSITORY
from tongban.kernel import files, signing
from tongban.kernel.errors import NotFound
from tongban.kernel.outbox import forward
from tongban.kernel.rules.signed_note import NoteSigner
from tongban.kernel.signing import journal_key, verify_pdf
from tongban.matters.models import Matter
from tongban.matters.queries.evidence import NotSealedYet
from tongban.parties.rules.actor import SYSTEM

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


class TestArchive:
    def test_holds_everything_and_proves_itself(self) -> None:
        matter, data = package()

        members = unpack(data)
        verdict = checked(data, journal_key().vkey)
        told = json.loads(members[archive.METADATA])

        assert verdict.findings == []
        assert (verdict.number, verdict.entries) == (matter.number, matter.version)
        documents = Document.objects.filter(matter=matter)
        assert {f"documents/{each.key}.pdf" for each in documents} <= set(members)
        assert [each["sha256"] for each in told["catalogue"]] == [each.sha256 for each in documents.order_by("pk")]
        given = [name for name in members if name.startswith("materials/")]
        assert len(given) == CaseMaterial.objects.filter(matter=matter).count()
        assert {members[name] for name in given} <= {pdf(), picture()}
        assert told["accept"]["project_no"] == matter.number
        assert [step["event_name"] for step in told["process"]][-2:] == ["deliver", "close"]
        assert told["result"]["result_type"] == "granted"
        assert f"results/{told['result']['result_cetr_no']}.pdf" in members
        assert verdict.signatures == documents.count() + 1

    def test_gives_the_same_bytes_for_the_same_case(self) -> None:
        matter, data = package()
        with connection.cursor() as run:
            run.execute("SET CONSTRAINTS ALL IMMEDIATE")
            run.execute("ALTER TABLE cases_archive DISABLE TRIGGER archive_stays")
            Archive.objects.all().delete()
            run.execute("ALTER TABLE cases_archive ENABLE TRIGGER archive_stays")
        case("submitted")
        while forward(lambda jobs: None):
            pass

        again = files.read(archive_case(matter_id=matter.pk, at=MONDAY))

        assert again == data

    def test_is_made_once_by_the_job(self) -> None:
        matter = closed()

        for _ in range(2):
            make_what_was_written("case.close", 1, {"matter": matter.pk, "number": matter.number})

        assert Archive.objects.filter(matter=matter).count() == 1

    @pytest.mark.parametrize("stage", ["submitted", "granted"])
    def test_is_not_made_of_an_open_case(self, stage: str) -> None:
        matter = Matter.objects.get(number=case(stage))

        with pytest.raises(StillOpen):
            archive_case(matter_id=matter.pk, at=MONDAY)
        make_what_was_written("case.submit", 1, {"matter": matter.pk, "number": matter.number})

        assert not Archive.objects.exists()

    def test_is_made_of_a_case_that_was_withdrawn(self) -> None:
        number = case("submitted")
        actions.withdraw(number=number, reason="不办了", actor=actor("applicant"), at=MONDAY)
        while forward(lambda jobs: None):
            pass
        matter = Matter.objects.get(number=number)

        data = files.read(archive_case(matter_id=matter.pk, at=MONDAY))

        assert checked(data).findings == []
        assert json.loads(unpack(data)[archive.METADATA])["result"] is None

    def test_waits_until_the_journal_has_the_last_entry(self) -> None:
        number = case("delivered")
        actions.close(number=number, actor=actor("clerk"), at=MONDAY)

        with pytest.raises(NotSealedYet):
            archive_case(matter_id=Matter.objects.get(number=number).pk, at=MONDAY)

        assert not Archive.objects.exists()

    def test_is_for_those_who_see_the_case_unmasked(self) -> None:
        matter, data = package()

        for role in ("applicant", "clerk", "decider"):
            assert archive_file(actor(role), matter.number).data == data
        assert archive_file(SYSTEM, matter.number).media_type == "application/zip"
        assert archive_of(actor("supervisor"), matter.number) is None
        for role in ("supervisor", "stranger"):
            with pytest.raises(NotFound):
                archive_file(actor(role), matter.number)

    def test_stays_as_it_was_made(self) -> None:
        package()

        for statement_ in ("UPDATE cases_archive SET sha256 = ''", "DELETE FROM cases_archive"):
            with pytest.raises(DatabaseError, match="what was made stays"), transaction.atomic():
                with connection.cursor() as run:
                    run.execute(statement_)


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


class TestTampering:
    @pytest.mark.parametrize("folder", ["documents/", "materials/", "results/", "metadata", "journal", "proofs"])
    def test_with_a_member_is_named(self, whole: bytes, folder: str) -> None:
        name = first(unpack(whole), folder)

        def change(members: Members) -> None:
            data = bytearray(members[name])
            data[len(data) // 2] ^= 1
            members[name] = bytes(data)

        assert f"{name} 被改动过" in checked(repacked(whole, change)).findings

    @pytest.mark.parametrize("folder", ["documents/", "materials/", "journal", "keys/authority"])
    def test_by_leaving_a_member_out_is_named(self, whole: bytes, folder: str) -> None:
        name = first(unpack(whole), folder)

        findings = checked(repacked(whole, lambda members: members.__delitem__(name))).findings

        assert f"缺少 {name}" in findings

    def test_by_adding_a_member_is_named(self, whole: bytes) -> None:
        findings = checked(repacked(whole, lambda members: members.update({"documents/x.pdf": b"%PDF-"}))).findings

        assert "多出 documents/x.pdf" in findings
        assert any(each.startswith("documents/x.pdf 的签名不对") for each in findings)

    def test_with_the_manifest_is_named(self, whole: bytes) -> None:
        def change(members: Members) -> None:
            members[archive.MANIFEST] = members[archive.MANIFEST].replace(b"{", b"{ ", 1)

        assert f"{archive.MANIFEST} 与它的签名不符" in checked(repacked(whole, change)).findings

    def test_with_a_document_is_found_even_if_all_is_signed_anew_by_ourselves(self, whole: bytes) -> None:
        name = first(unpack(whole), "documents/")

        def change(members: Members) -> None:
            members[name] = members[name].replace(b"%PDF", b"%PDX", 1)
            signed_anew(members, journal_key())

        (finding,) = checked(repacked(whole, change), journal_key().vkey).findings
        assert finding.startswith(f"{name} 的签名不对")

    def test_with_an_entry_is_found_even_if_all_is_signed_anew_by_ourselves(self, whole: bytes) -> None:
        def change(members: Members) -> None:
            members[archive.JOURNAL] = members[archive.JOURNAL].replace(b'"verb":"accept"', b'"verb":"abcdef"')
            signed_anew(members, journal_key())

        (finding,) = checked(repacked(whole, change), journal_key().vkey).findings
        assert finding == "journal.jsonl 第 3 条不在签名的日志中"

    def test_by_cutting_off_the_last_step_is_found(self, whole: bytes) -> None:
        def change(members: Members) -> None:
            for name in (archive.JOURNAL, archive.PROOFS):
                members[name] = b"".join(line + b"\n" for line in members[name].splitlines()[:-1])
            signed_anew(members, journal_key())

        assert checked(repacked(whole, change)).findings == ["metadata.json 与办理记录的最后状态不符"]

    def test_with_a_key_of_one_s_own_is_found_by_the_published_one(self, whole: bytes) -> None:
        forger = NoteSigner("tongban", Ed25519PrivateKey.generate())

        def change(members: Members) -> None:
            members[archive.KEY] = f"{forger.vkey}\n".encode()
            signed_anew(members, forger)

        findings = checked(repacked(whole, change), journal_key().vkey).findings

        assert "keys/journal.vkey 与给出的公钥不同" in findings
        assert any(each.startswith("manifest.note 的签名不对") for each in findings)

    def test_with_the_place_in_the_journal_is_found(self, whole: bytes) -> None:
        def change(members: Members) -> None:
            lines = members[archive.PROOFS].splitlines()
            other = {"index": json.loads(lines[0])["index"] + 1, "path": [base64.b64encode(bytes(32)).decode()]}
            members[archive.PROOFS] = b"\n".join([json.dumps(other).encode(), *lines[1:]]) + b"\n"
            signed_anew(members, journal_key())

        assert checked(repacked(whole, change)).findings == ["journal.jsonl 第 1 条不在签名的日志中"]

    @pytest.mark.parametrize("place", [10, 0.3, 0.5, 0.7, -5])
    def test_with_any_byte_of_the_file_is_found(self, whole: bytes, place: float) -> None:
        data = bytearray(whole)
        data[int(len(data) * place) if 0 < place < 1 else int(place)] ^= 1

        assert not checked(bytes(data)).whole

    def test_by_adding_something_behind_or_before_is_found(self, whole: bytes) -> None:
        for data in (whole + b"x", b"x" + whole):
            assert not checked(data).whole

    @pytest.mark.parametrize(
        "data", [b"", b"PK", b"%PDF-1.7", pack({}, MONDAY.isoformat()), pack({"a": b""}, MONDAY.isoformat())]
    )
    def test_has_no_need_where_there_is_no_package(self, data: bytes) -> None:
        assert len(checked(data).findings) == 1

    def test_by_compressing_is_refused(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
            bomb.writestr("metadata.json", bytes(10_000_000))

        with pytest.raises(NoArchive, match="归档包的写法"):
            unpack(out.getvalue())


class TestCommand:
    def run(self, home: pathlib.Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run it as on another machine: another home, no database."""
        environment = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
        return subprocess.run(
            [sys.executable, "-m", "tongban.cli", "verify-archive", "--home", str(home), *arguments],
            cwd=REPOSITORY,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def test_says_yes_and_no_without_a_database(self, tmp_path: pathlib.Path, whole: bytes) -> None:
        good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
        good.write_bytes(whole)
        bad.write_bytes(repacked(whole, lambda members: members.update({archive.METADATA: b"{}"})))

        yes = self.run(tmp_path, str(good), "--key", journal_key().vkey)
        no = self.run(tmp_path, str(bad))

        assert yes.returncode == 0, yes.stdout + yes.stderr
        assert "归档包完整，没有被改动" in yes.stdout
        assert no.returncode == 2
        assert "✗ metadata.json 被改动过" in no.stdout
        assert "取自归档包" in no.stdout
        assert not list(tmp_path.glob("keys/document-*"))

    def test_says_that_there_is_no_file(self, tmp_path: pathlib.Path) -> None:
        answer = self.run(tmp_path, str(tmp_path / "none.zip"))

        assert answer.returncode == 2
        assert "there is no file" in answer.stderr


def test_the_house_s_own_authority_is_what_the_package_carries(whole: bytes) -> None:
    assert unpack(whole)[archive.AUTHORITY] == signing.document_authority()
