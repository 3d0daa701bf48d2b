"""Where the database, files and keys of this installation live."""

import os
import pathlib


def home_folder() -> pathlib.Path:
    """Return TONGBAN_HOME, or the default for who runs us; the folder is made by what writes into it."""
    named = os.environ.get("TONGBAN_HOME")
    if named:
        return pathlib.Path(named).expanduser().resolve()
    if os.geteuid() == 0:
        return pathlib.Path("/var/lib/tongban")
    return pathlib.Path("~/.local/share/tongban").expanduser()
