"""Files that are written whole: a process that is killed meanwhile leaves the old one, or none."""

import os
import pathlib
import secrets


def keep(path: pathlib.Path, data: bytes) -> None:
    """Write a file that is whole or as it was before, readable by its owner; it is on the disk when this returns.

    Raises OSError, and leaves nothing half done, when it cannot be written.
    """
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: pathlib.Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
