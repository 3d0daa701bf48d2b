"""Where a secret is read: the environment, a file that the environment names, or the home's keys folder.

The same order for all of them. A container or a service manager hands out secrets as files, so each variable X may be
said as X_FILE; a service that systemd starts with LoadCredential= finds them in CREDENTIALS_DIRECTORY under the name
of the file in the keys folder.
"""

from __future__ import annotations

import fcntl
import os
import pathlib
import secrets
from collections.abc import Mapping

from tongban.kernel.whole_files import keep


class SecretTrouble(Exception):
    """A secret that was named cannot be read; says which, and never what it is."""


def secret_file(
    variable: str, home: pathlib.Path, name: str, *, environ: Mapping[str, str] = os.environ
) -> pathlib.Path:
    """Return the file that holds a secret: the one named by X_FILE, else a credential, else `keys/<name>`."""
    named = environ.get(f"{variable}_FILE")
    if named:
        return pathlib.Path(named)
    given = environ.get("CREDENTIALS_DIRECTORY")
    if given and (pathlib.Path(given) / name).exists():
        return pathlib.Path(given) / name
    return home / "keys" / name


def secret(
    variable: str,
    home: pathlib.Path,
    name: str,
    default: str | None = None,
    *,
    environ: Mapping[str, str] = os.environ,
) -> str:
    """Return a secret, without the line's end; `default` where nobody says any.

    Raises SecretTrouble where it is said nowhere and has no default, or where the file that was named is not readable.
    """
    said = environ.get(variable)
    if said:
        return said
    path = secret_file(variable, home, name, environ=environ)
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        if environ.get(f"{variable}_FILE") is None and default is not None:
            return default
        raise SecretTrouble(f"{variable}: no file {path}") from None
    except OSError as error:
        raise SecretTrouble(f"{variable}: {path} cannot be read ({error.strerror})") from None


def made_secret(variable: str, home: pathlib.Path, name: str) -> str:
    """Return a secret, made on first use in the keys folder, readable by its owner only, where nobody says any."""
    try:
        return secret(variable, home, name)
    except SecretTrouble:
        if os.environ.get(f"{variable}_FILE"):
            raise
    path = home / "keys" / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Processes that start together in a fresh home: one makes it, the others wait until it is whole.
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not path.exists():
            keep(path, secrets.token_urlsafe(50).encode())
    finally:
        os.close(handle)
    return secret(variable, home, name)
