"""Whatever is changed in the package of a closed case is found, and named."""

import base64
import io
import json
import os
import pathlib
import subprocess
import sys
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.cases.packages import Members, checked, first, repacked, signed_anew, whole
from tests.city import MONDAY
from tongban.cases.rules import archive
from tongban.cases.rules.archive import NoArchive, pack, unpack
from tongban.cli.__main__ import main
from tongban.cli.environment import REPOSITORY
from tongban.kernel.rules.signed_note import NoteSigner
from tongban.kernel.signing import journal_key

__all__ = ["whole"]


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

    @pytest.mark.parametrize("line", [b"[]", b"1", b"null", b'"x"', b"{", b"\xff"])
    def test_by_writing_no_entry_where_the_last_one_was_is_found(self, whole: bytes, line: bytes) -> None:
        def change(members: Members) -> None:
            before = members[archive.JOURNAL].splitlines()[:-1]
            members[archive.JOURNAL] = b"\n".join([*before, line]) + b"\n"
            signed_anew(members, journal_key())

        findings = checked(repacked(whole, change)).findings

        assert findings[0].endswith("条读不出来")

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

    def test_says_that_there_is_no_file(self, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["verify-archive", str(tmp_path / "none.zip")]) == 2
        assert "cannot be read: " in capsys.readouterr().err
