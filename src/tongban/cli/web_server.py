"""The supervised web server: granian with the WSGI application, as a module to run.

How many threads it has follows from the two numbers of `tongban.kernel.admission`, TONGBAN_WEB_AT_WORK and
TONGBAN_WEB_WAITING, which are read from the environment, not from the settings: these would load Django.
"""

import argparse
import hashlib
import os
import pathlib
import shutil
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from tongban.cli.children import die_with_supervisor, write_for_ourselves
from tongban.kernel.admission import at_work, waiting
from tongban.kernel.home import home_folder

# Beside the threads at work and those that wait: some to refuse with, and to tell how we are.
SPARE_THREADS = 8
# Connections that are open at once, most of them idle; who waits, waits in the queue of `tongban.web.admission`.
MOST_CONNECTIONS = 2048
MEMORY = pathlib.Path("/dev/shm")


def main(arguments: list[str]) -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    args = parser.parse_args(arguments)
    die_with_supervisor()
    write_for_ourselves()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
    folder = _share_figures()
    server = Granian(
        "tongban.cli.web_worker:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.workers,
        blocking_threads=at_work() + waiting() + SPARE_THREADS,
        backlog=MOST_CONNECTIONS,
        backpressure=MOST_CONNECTIONS,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=8,
        log_level=LogLevels.warning,
    )
    try:
        server.serve()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _share_figures() -> pathlib.Path:
    """Give the worker processes a fresh folder for their figures, so that /metrics adds up all of them, and return it.

    It is in memory where there is room for that: the figures are mapped files, and on a disk that is full the process
    that counts one more would be killed (SIGBUS).
    """
    home = home_folder()
    key = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
    for folder in (MEMORY / f"tongban-{key}-figures", home / "metrics"):
        shutil.rmtree(folder, ignore_errors=True)
        try:
            # One that is there still is somebody else's: a stranger may have made it.
            folder.mkdir(mode=0o700)
        except OSError:
            continue
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
        return folder
    raise SystemExit(f"there is no folder for figures: neither {MEMORY} nor {home} can be written")


if __name__ == "__main__":
    main(sys.argv[1:])
