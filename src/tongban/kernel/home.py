"""Where the database, files and keys of this installation live."""

import os
import pathlib
import secrets


def home_folder() -> pathlib.Path:
    """Return TONGBAN_HOME, or the default for who runs us; the folder is made by what writes into it."""
    named = os.environ.get("TONGBAN_HOME")
    if named:
        return pathlib.Path(named).expanduser().resolve()
    if os.geteuid() == 0:
        return pathlib.Path("/var/lib/tongban")
    return pathlib.Path("~/.local/share/tongban").expanduser()


def secret(home: pathlib.Path, name: str) -> str:
    """Return the secret kept in the home's keys folder, made on first use and readable by its owner only."""
    path = home / "keys" / name
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:  # another process was first
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()
