"""One file that holds an installation: a dump of the database, the stored files and the keys."""

import datetime as dt
import hashlib
import io
import json
import os
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
from typing import IO

from tqdm import tqdm

from tongban.cli.environment import CommandTrouble

FORMAT = "tongban-backup-1"
MANIFEST = "manifest.json"
DUMP = "database.dump"
FOLDERS = ("files", "keys")  # the clerks' papers, and what signs them
CHUNK = 1 << 20


def write_archive(target: pathlib.Path, home: pathlib.Path, url: str, binaries: pathlib.Path) -> int:
    """Write the archive at `target`, readable by its owner only, and return its size in bytes.

    The database is dumped first: stored files are only ever added, so all that it names are there.
    """
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".tongban-") as folder:
        dump = pathlib.Path(folder) / DUMP
        _call([str(binaries / "pg_dump"), "--format=custom", f"--file={dump}", f"--dbname={url}"])
        members = {DUMP: dump} | {
            path.relative_to(home).as_posix(): path
            for name in FOLDERS
            for path in sorted((home / name).rglob("*"))
            if path.is_file() and not path.is_symlink()
        }
        try:
            with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as output:
                with tarfile.open(fileobj=output, mode="w") as archive:
                    _add_members(archive, members)
                output.flush()
                os.fsync(output.fileno())
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)
    return target.stat().st_size


def check_archive(source: pathlib.Path) -> int:
    """Hold that every member is what the manifest at the end says; returns how many there are.

    Raises CommandTrouble that names the first member that is damaged, missing or does not belong.
    """
    seen: dict[str, str] = {}
    manifest: dict[str, object] = {}
    try:
        with tarfile.open(source, mode="r:") as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isfile() else None
                if content is None or not _is_proper(member.name):
                    raise CommandTrouble(f"{source}: {member.name!r} does not belong in a backup")
                if member.name == MANIFEST:
                    manifest = json.load(content)
                else:
                    seen[member.name] = _sha256(content)
    except FileNotFoundError:
        raise CommandTrouble(f"there is no file {source}") from None
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise CommandTrouble(f"{source} is no whole backup: {str(error).splitlines()[0]}") from None
    if manifest.get("format") != FORMAT:
        raise CommandTrouble(f"{source} is no whole backup: it has no manifest of {FORMAT}")
    named = manifest.get("sha256")
    if named != seen:
        both = {*seen, *named} if isinstance(named, dict) else set(seen)
        known = named if isinstance(named, dict) else {}
        first = min(name for name in both if seen.get(name) != known.get(name))
        raise CommandTrouble(f"{source} is damaged: {first} is not what was backed up")
    return len(seen)


def read_archive(source: pathlib.Path, home: pathlib.Path, url: str, binaries: pathlib.Path) -> None:
    """Load a checked archive into an empty database and home."""
    with tempfile.TemporaryDirectory(prefix="tongban-") as folder, tarfile.open(source, mode="r:") as archive:
        for member in tqdm(archive.getmembers(), unit="file", desc="restore", disable=None):
            content = archive.extractfile(member)
            if content is None or member.name == MANIFEST:
                continue
            target = pathlib.Path(folder) / DUMP if member.name == DUMP else home / member.name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            opened = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(opened, "wb") as output:
                shutil.copyfileobj(content, output, CHUNK)
        restore = [str(binaries / "pg_restore"), "--no-owner", "--exit-on-error", "--single-transaction"]
        _call([*restore, f"--dbname={url}", str(pathlib.Path(folder) / DUMP)])


def _add_members(archive: tarfile.TarFile, members: dict[str, pathlib.Path]) -> None:
    sums = {}
    for name, path in tqdm(members.items(), unit="file", desc="backup", disable=None):
        with path.open("rb") as content:
            sums[name] = _sha256(content)
            content.seek(0)
            _add(archive, name, content, path.stat().st_size)
    manifest = {"format": FORMAT, "made_at": dt.datetime.now(dt.UTC).isoformat(), "sha256": sums}
    text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    _add(archive, MANIFEST, io.BytesIO(text), len(text))


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
    inside = path.parts[:1] in {(folder,) for folder in FOLDERS} and ".." not in path.parts
    return name in (MANIFEST, DUMP) or inside


def _call(command: list[str]) -> None:
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        lines = [line for line in answer.stderr.splitlines() if "error" in line] or ["no message"]
        raise CommandTrouble(f"{pathlib.Path(command[0]).name} failed: {lines[0]}")
