"""Check the package of a closed case with nothing but the package: no database, no network (pure)."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tongban.cases.rules import archive
from tongban.cases.rules.archive import NoArchive, pack, sha256, statement, unpack
from tongban.kernel.rules.merkle import leaf_hash, verify_inclusion
from tongban.kernel.rules.signed_note import Checkpoint, NoteRefused, verify_checkpoint, verify_note

# PDF and certificate (PEM) to what is wrong with the signature, "" when nothing is.
VerifyPdf = Callable[[bytes, bytes], str]


@dataclass
class Verdict:
    """What was looked at, by which key, and what is wrong, in sentences; none when the package is whole."""

    number: str = ""
    key: str = ""
    files: int = 0
    entries: int = 0
    signatures: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.findings


def check(data: bytes, verify_pdf: VerifyPdf, vkey: str = "") -> Verdict:
    """Check form, hashes, signatures, journal and proofs. Without a key the package's own is taken: compare it."""
    verdict = Verdict()
    try:
        files = unpack(data)
        manifest = _read_manifest(files)
    except NoArchive as broken:
        verdict.findings.append(str(broken))
        return verdict
    verdict.number, verdict.files = manifest["number"], len(files)
    own = files.get(archive.KEY, b"").decode("utf-8", "replace").strip()
    verdict.key = vkey or own
    if vkey and own != vkey:
        verdict.findings.append(f"{archive.KEY} 与给出的公钥不同")
    _check_manifest(files, manifest, verdict)
    _check_pdfs(files, verify_pdf, verdict)
    _check_journal(files, verdict)
    if verdict.whole and pack(files, manifest["closed_at"]) != data:
        verdict.findings.append("ZIP 文件中有归档包之外的内容")
    return verdict


def _read_manifest(files: dict[str, bytes]) -> dict[str, Any]:
    try:
        manifest = json.loads(files[archive.MANIFEST])
        right = manifest["format"] == archive.FORMAT and isinstance(manifest["number"], str)
        listed = {name: (each["sha256"], each["size"]) for name, each in manifest["files"].items()}
        pack({}, manifest["closed_at"])
    except (KeyError, TypeError, ValueError, AttributeError) as broken:
        raise NoArchive(f"{archive.MANIFEST} 缺失或不完整") from broken
    if not right:
        raise NoArchive(f"{archive.MANIFEST} 不是 {archive.FORMAT} 格式")
    return {**manifest, "files": listed}


def _check_manifest(files: dict[str, bytes], manifest: dict[str, Any], verdict: Verdict) -> None:
    signed = files.get(archive.SIGNATURE, b"").decode("utf-8", "replace")
    try:
        if verify_note(signed, verdict.key) != statement(manifest["number"], files[archive.MANIFEST]):
            verdict.findings.append(f"{archive.MANIFEST} 与它的签名不符")
    except NoteRefused as refused:
        verdict.findings.append(f"{archive.SIGNATURE} 的签名不对：{refused}")
    listed = manifest["files"]
    there = {name: data for name, data in files.items() if name not in (archive.MANIFEST, archive.SIGNATURE)}
    verdict.findings += [f"缺少 {name}" for name in sorted(set(listed) - set(there))]
    verdict.findings += [f"多出 {name}" for name in sorted(set(there) - set(listed))]
    verdict.findings += [
        f"{name} 被改动过"
        for name, data in sorted(there.items())
        if name in listed and listed[name] != (sha256(data), len(data))
    ]


def _check_pdfs(files: dict[str, bytes], verify_pdf: VerifyPdf, verdict: Verdict) -> None:
    authority = files.get(archive.AUTHORITY, b"")
    for name, data in sorted(files.items()):
        if name.startswith(("documents/", "results/")):
            verdict.signatures += 1
            if wrong := verify_pdf(data, authority):
                verdict.findings.append(f"{name} 的签名不对：{wrong}")


def _check_journal(files: dict[str, bytes], verdict: Verdict) -> None:
    lines = files.get(archive.JOURNAL, b"").splitlines()
    proofs = files.get(archive.PROOFS, b"").splitlines()
    verdict.entries = len(lines)
    try:
        signed = verify_checkpoint(files.get(archive.CHECKPOINT, b"").decode("utf-8", "replace"), verdict.key)
    except NoteRefused as refused:
        verdict.findings.append(f"{archive.CHECKPOINT} 的签名不对：{refused}")
        signed = None
    if not lines or len(lines) != len(proofs):
        verdict.findings.append(f"{archive.JOURNAL} 与 {archive.PROOFS} 的条数不符")
    entry: dict[str, Any] = {}
    for place, (line, proof) in enumerate(zip(lines, proofs, strict=False), 1):
        try:
            entry = json.loads(line)
            if (entry["matter"], entry["sequence"]) != (verdict.number, place):
                verdict.findings.append(f"{archive.JOURNAL} 第 {place} 条不是这个办件的第 {place} 步")
            if signed is not None and not _is_in(line, json.loads(proof), signed):
                verdict.findings.append(f"{archive.JOURNAL} 第 {place} 条不在签名的日志中")
        except (KeyError, TypeError, ValueError):
            verdict.findings.append(f"{archive.JOURNAL} 第 {place} 条读不出来")
    _compare_state(files, entry, verdict)


def _is_in(line: bytes, proof: dict[str, Any], signed: Checkpoint) -> bool:
    path = [base64.b64decode(each, validate=True) for each in proof["path"]]
    return verify_inclusion(proof["index"], signed.size, leaf_hash(line), path, signed.root)


def _compare_state(files: dict[str, bytes], last: dict[str, Any], verdict: Verdict) -> None:
    try:
        told = json.loads(files[archive.METADATA])
        same = told["number"] == verdict.number and told["state"] == last.get("to")
    except (AttributeError, KeyError, TypeError, ValueError):
        same = False
    if not same:
        verdict.findings.append(f"{archive.METADATA} 与办理记录的最后状态不符")
