"""The package of a closed case (归档包): what lies where, in one exact form of bytes (pure; DA/T 85-2019 in spirit).

A ZIP file of stored members in the order of their names, dated by the case's last entry, so the same case gives the
same bytes:

    manifest.json        the SHA-256 and size of every other member but its signature
    manifest.note        a signed note (C2SP) over the manifest's own SHA-256
    metadata.json        the data sets of GB/T 39046 and the catalogue of the files (归档目录)
    documents/…          the statutory documents, signed PDF/A
    materials/…          what the applicant gave, replaced files included
    results/…            the licence, where there is one
    journal.jsonl        the entries, one canonical JSON (RFC 8785) a line: its bytes are what the tree has
    proofs.jsonl         the place and the audit path (RFC 6962) of each line
    checkpoint.note      the signed checkpoint (C2SP tlog-checkpoint) that the paths lead to
    keys/journal.vkey    the key of both notes
    keys/authority.pem   the certificate that vouches for the signatures of the PDFs
"""

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

FORMAT = "tongban-archive-1"
MANIFEST, SIGNATURE, METADATA = "manifest.json", "manifest.note", "metadata.json"
JOURNAL, PROOFS, CHECKPOINT = "journal.jsonl", "proofs.jsonl", "checkpoint.note"
KEY, AUTHORITY = "keys/journal.vkey", "keys/authority.pem"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a ZIP file can be dated


class NoArchive(Exception):
    """The bytes are no package of this form; the message says where it fails."""


def pack(files: Mapping[str, bytes], at: str) -> bytes:
    """Return the ZIP file with the members in its one form, dated by the ISO moment `at`."""
    out = io.BytesIO()
    moment = max(dt.datetime.fromisoformat(at).astimezone(dt.UTC).timetuple()[:6], EARLIEST)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, moment)
            member.create_system = 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, files[name])
    return out.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the members by name. Raises NoArchive, naming the member that is damaged."""
    files: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                if member.compress_type != zipfile.ZIP_STORED or member.filename in files:
                    raise NoArchive(f"{member.filename} 不是归档包的写法")
                try:
                    files[member.filename] = archive.read(member)
                except zipfile.BadZipFile as damaged:
                    raise NoArchive(f"{member.filename} 已损坏") from damaged
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError) as broken:
        raise NoArchive("这不是完整的 ZIP 文件") from broken
    return files


def manifest_of(number: str, files: Mapping[str, bytes], at: str) -> bytes:
    """Return the manifest of the other members."""
    listed = {name: {"sha256": sha256(data), "size": len(data)} for name, data in files.items()}
    return plain_json({"format": FORMAT, "number": number, "closed_at": at, "files": listed})


def statement(number: str, manifest: bytes) -> str:
    """Return the text that is signed: the format, the case, the manifest's hash."""
    return f"{FORMAT}\n{number}\n{sha256(manifest)}\n"


def plain_json(value: Any) -> bytes:
    """Return JSON that people can read too, always written the same way."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def sha256(data: bytes) -> str:
    """Return the SHA-256 as hex."""
    return hashlib.sha256(data).hexdigest()
