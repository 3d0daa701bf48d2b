"""One file that holds an installation: a dump of the database, the stored files and the keys, with a list of hashes."""

import contextlib
import dataclasses
import hashlib
import io
import json
import os
import pathlib
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from typing import IO, Any

from tqdm import tqdm

from tongban.cli.environment import CommandTrouble

FORMAT = "tongban-backup-2"
# What release 0.1.0 wrote: the dump is one file, and nothing is said of the journal.
FORMER_FORMAT = "tongban-backup-1"
MANIFEST = "manifest.json"
DUMP = "database.dump"
FILES, KEYS = "files", "keys"  # the clerks' papers, and what signs and seals them
FOLDERS = (FILES, KEYS)
SEALING_KEYS = "keys/sealing-keys"
# Where a house lives is no part of what it is: one that is restored elsewhere must not find its way to the old place.
ADDRESSES = frozenset({"keys/database-url", "keys/database-replica-url"})
CHUNK = 1 << 20


@dataclasses.dataclass(frozen=True)
class Contents:
    """What a checked archive says of itself; `journal` is None where it says nothing of one."""

    members: int
    release: str
    made_at: str
    journal: dict[str, Any] | None
    keys: bool


def write_archive(target: pathlib.Path, members: Mapping[str, pathlib.Path], told: Mapping[str, Any]) -> int:
    """Write the archive at `target`, readable by its owner only, and return its size in bytes.

    `members` are files by their names inside; a dumped one is removed as soon as it is in, so that a dump needs its
    room once. `told` goes into the manifest beside the hashes.
    """
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as output:
            with tarfile.open(fileobj=output, mode="w") as archive:
                _add_members(archive, members, told)
            output.flush()
            os.fsync(output.fileno())
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
    return target.stat().st_size


def check_archive(source: pathlib.Path) -> Contents:
    """Hold that every member is what the manifest at the end says, and return what it says.

    Raises CommandTrouble that names the first member that is damaged, missing or does not belong.
    """
    seen: dict[str, str] = {}
    manifest: dict[str, Any] = {}
    try:
        with (
            _opened(source) as archive,
            tqdm(desc="check", unit="B", unit_scale=True, leave=False, disable=None) as bar,
        ):
            for member in archive:
                content = archive.extractfile(member) if member.isfile() else None
                if content is None or not _is_proper(member.name):
                    raise CommandTrouble(f"{source}: {member.name!r} does not belong in a backup")
                if member.name == MANIFEST:
                    manifest = json.load(content)
                else:
                    seen[member.name] = _sha256(content)
                bar.update(member.size)
    except FileNotFoundError:
        raise CommandTrouble(f"there is no file {source}") from None
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise CommandTrouble(f"{source} is no whole backup: {str(error).splitlines()[0]}") from None
    if manifest.get("format") not in (FORMAT, FORMER_FORMAT):
        raise CommandTrouble(f"{source} is no whole backup: it has no manifest of {FORMAT}")
    named = manifest.get("sha256")
    if named != seen:
        both = {*seen, *named} if isinstance(named, dict) else set(seen)
        known = named if isinstance(named, dict) else {}
        first = min(name for name in both if seen.get(name) != known.get(name))
        raise CommandTrouble(f"{source} is damaged: {first} is not what was backed up")
    return Contents(
        members=len(seen),
        release=manifest.get("release", "0.1.0"),
        made_at=manifest.get("made_at", ""),
        journal=manifest.get("journal"),
        keys=SEALING_KEYS in seen
        or (manifest["format"] == FORMER_FORMAT and any(_folder(each) == KEYS for each in seen)),
    )


def unpack(source: pathlib.Path, folder: str, target_folder: pathlib.Path) -> None:
    """Write what a checked archive has in one of its folders (files, keys, the dump) below the target folder.

    The addresses of databases, which archives of 0.1.0 hold among the keys, stay behind.
    """
    with _opened(source) as archive:
        for member in tqdm(archive.getmembers(), unit="file", desc=folder, leave=False, disable=None):
            content = archive.extractfile(member)
            if content is None or _folder(member.name) != folder or member.name in ADDRESSES:
                continue
            target = target_folder / member.name
            if target.parent != target_folder:  # closed to others at its top; what mkdir makes on the way is not
                (target_folder / folder).mkdir(exist_ok=True, mode=0o700)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as output:
                shutil.copyfileobj(content, output, CHUNK)


@contextlib.contextmanager
def _opened(source: pathlib.Path) -> Iterator[tarfile.TarFile]:
    with tarfile.open(source, mode="r:") as archive:
        yield archive


def _add_members(archive: tarfile.TarFile, members: Mapping[str, pathlib.Path], told: Mapping[str, Any]) -> None:
    sums = {}
    for name, path in tqdm(members.items(), unit="file", desc="backup", leave=False, disable=None):
        with path.open("rb") as content:
            sums[name] = _sha256(content)
            content.seek(0)
            _add(archive, name, content, path.stat().st_size)
        if name.startswith(DUMP):
            path.unlink()
    text = json.dumps({"format": FORMAT, **told, "sha256": sums}, ensure_ascii=False, indent=1).encode()
    _add(archive, MANIFEST, io.BytesIO(text), len(text))


def _folder(name: str) -> str:
    return pathlib.PurePosixPath(name).parts[0]


def _sha256(content: IO[bytes]) -> str:
    found = hashlib.sha256()
    while chunk := content.read(CHUNK):
        found.update(chunk)
    return found.hexdigest()


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes], size: int) -> None:
    member = tarfile.TarInfo(name)
    member.size = size
    member.mode = 0o600
    archive.addfile(member, content)


def _is_proper(name: str) -> bool:
    path = pathlib.PurePosixPath(name)
    inside = path.parts[:1] in {(folder,) for folder in (*FOLDERS, DUMP)} and ".." not in path.parts
    return name in (MANIFEST, DUMP) or inside
