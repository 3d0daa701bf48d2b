"""The embedded PostgreSQL of one home: started by whoever comes first, stopped by whoever leaves last.

Plain Python, no Django, since it must run before the settings are read. Everything is found again from
the home alone, so a process killed at any point leaves nothing that the next one has to be told about.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pathlib
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

import psutil

from tongban.cli.postgres_cluster import SUPERUSER, check_trigrams, make_cluster
from tongban.cli.postgres_places import Places, PostgresTrouble, find_places, make_folder
from tongban.cli.postgres_programs import clean_environment, telling_line

if TYPE_CHECKING:
    import psycopg

DATABASE = "tongban"
PORT = 5432  # names the socket's file only: the server listens on no network address
LOG_LIMIT = 20 * 1024 * 1024
# Within this time a server answers, though it goes through what a crash left first.
ANSWER_SECONDS = 60.0
# What was killed ends at once, unless it waits for a slow disk.
KILLED_SECONDS = 60

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "checkpoint_timeout": "15min",
    "max_wal_size": "2GB",
    "wal_compression": "on",
    "autovacuum_vacuum_cost_delay": "2ms",
    # Rows of people stand in what a failing statement says: neither its values nor itself go into the log.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
# An error of ours is told to us, who write it into our own log without its values; the server need not repeat it.
QUIET = quote("-c log_min_messages=log")
# For tests only: an operating system that stops may lose or damage such a database.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """A handle on the database of a home. Hold it while you use the database, then `leave()`."""

    def __init__(self, home: pathlib.Path, *, durable: bool = True) -> None:
        self.places: Places = find_places(home)
        self.durable = durable
        self._joined: IO[str] | None = None
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return the DATABASE_URL of this database."""
        return f"postgresql://{SUPERUSER}@/{DATABASE}?host={quote(str(self.places.sockets), safe='/')}&options={QUIET}"

    def join(self, *, wait_seconds: float | None = None) -> EmbeddedPostgres:
        """Start the server, or join the one that runs, and wait until it answers; safe to call again.

        It has `wait_seconds`, or else ANSWER_SECONDS, to answer. Raises PostgresTrouble with one line that says why it
        does not start.
        """
        with self._alone():
            if self._joined is None:
                self._joined = self.places.joined.open("a")
                fcntl.flock(self._joined, fcntl.LOCK_SH)
            started = self._start_if_dead()
            while not self._answers_within(ANSWER_SECONDS if wait_seconds is None else wait_seconds):
                if started:
                    raise PostgresTrouble(f"the database ended at once: {self._last_words()}")
                started = self._start_if_dead()  # it was dying when we looked
            self._make_database()
            if started and os.environ.get("TONGBAN_WAL_ARCHIVE"):
                # Its checkpointer began while the server started, and would look at archive_timeout only at the next
                # checkpoint: a reload wakes it.
                with self.connect("postgres") as connection:
                    connection.execute("SELECT pg_reload_conf()")
        return self

    def leave(self) -> None:
        """Let go of the database; the last one out stops it."""
        with self._alone():
            if self._joined is None:
                return
            self._joined.close()
            self._joined = None
            with self.places.joined.open("a") as others:
                try:
                    fcntl.flock(others, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return
                self._stop()

    def stop(self) -> None:
        """Stop the server whoever uses it."""
        with self._alone():
            if self._joined is not None:
                self._joined.close()
                self._joined = None
            self._stop()

    def alive(self) -> bool:
        """Say whether the postmaster runs, without connecting to it."""
        return self._postmaster() is not None

    def ensure(self) -> bool:
        """Start the server again if it died; returns whether it had to."""
        if self.alive():
            return False
        self.join()
        return True

    @property
    def pid(self) -> int | None:
        """Return the process id of the running postmaster, or None."""
        found = self._postmaster()
        return found.pid if found else None

    def __enter__(self) -> EmbeddedPostgres:
        return self.join()

    def __exit__(self, *_: object) -> None:
        self.leave()

    # -- one at a time ------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the home's lock, which the system frees when its holder dies."""
        with self.places.lock.open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    # -- who runs -----------------------------------------------------------------------------------

    def _is_ours(self, process: psutil.Process) -> bool:
        """Say whether a process is a living server of this home: its name and title carry our cluster."""
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return False
            title = " ".join(process.cmdline())
        except psutil.Error:
            return False
        return "postgres" in title.split(" ")[0] and self.places.cluster in title

    def _postmaster(self) -> psutil.Process | None:
        """Return the running postmaster; a zombie or a stranger under the written id counts as none."""
        if self._server is not None and self._server.poll() is not None:
            self._server = None  # reaps our own child
        try:
            process = psutil.Process(int(self._written_pid()))
        except (ValueError, psutil.Error):
            return None
        return process if self._is_ours(process) else None

    def _written_pid(self) -> str:
        try:
            return (self.places.data / "postmaster.pid").read_text().split("\n")[0].strip()
        except OSError:
            return ""

    def _clear_remains(self) -> None:
        """Remove what a killed server left: orphaned backends, a pid of somebody else, a socket."""
        orphans = [process for process in psutil.process_iter() if self._is_ours(process)]
        _, stubborn = psutil.wait_procs(orphans, timeout=0.5)
        for process in stubborn:
            with contextlib.suppress(psutil.Error):
                process.kill()
        _, stubborn = psutil.wait_procs(stubborn, timeout=KILLED_SECONDS)
        if stubborn:
            raise PostgresTrouble(f"process {stubborn[0].pid} of the old database does not end")

        written = self._written_pid()
        file = self.places.data / "postmaster.pid"
        if file.exists() and not written.isdigit():
            file.unlink()
        elif written.isdigit() and psutil.pid_exists(int(written)):
            # PostgreSQL ignores a lock held by its parent, which we shall be; keeping the other lines
            # leaves its own check for shared memory still in use standing.
            _, _, others = file.read_text().partition("\n")
            file.write_text(f"{os.getpid()}\n{others}")
        for remains in self.places.sockets.glob(f".s.PGSQL.{PORT}*"):
            remains.unlink(missing_ok=True)

    # -- making, starting, stopping -----------------------------------------------------------------

    def _launch(self) -> None:
        settings = {**SETTINGS, "cluster_name": self.places.cluster}
        settings["unix_socket_directories"] = str(self.places.sockets)
        settings |= {} if self.durable else CARELESS
        settings |= self._archiving()
        command = [self.places.program("postgres"), "-D", str(self.places.data), "-p", str(PORT)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        log = self.places.log
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.old"))
        with log.open("ab") as output:
            self._log_start = output.tell()
            self._server = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env=clean_environment(),
                start_new_session=True,
                **self.places.run_as(),
            )

    def _archiving(self) -> dict[str, str]:
        """Return the settings that keep the write-ahead log where TONGBAN_WAL_ARCHIVE says, a minute old at most.

        A piece takes its name only when it is whole and on the disk, and is never written over.
        """
        named = os.environ.get("TONGBAN_WAL_ARCHIVE")
        if not named:
            return {}
        folder = pathlib.Path(named).resolve()
        if not folder.is_dir():
            make_folder(folder)
            self.places.own(folder)
        where = shlex.quote(str(folder)).replace("%", "%%")  # the server reads a percent sign as its own
        keep = f"test ! -f {where}/%f && cp %p {where}/%f.part && sync {where}/%f.part && mv {where}/%f.part {where}/%f"
        return {"archive_mode": "on", "archive_command": keep, "archive_timeout": "60"}

    def _start_if_dead(self) -> bool:
        if self._postmaster() is not None:
            return False
        make_cluster(self.places, durable=self.durable)
        self._clear_remains()
        self._launch()
        return True

    def _answers_within(self, seconds: float) -> bool:
        """Wait until the server answers; False when it ends instead. Raises when it stays silent."""
        import psycopg  # late: see `connect`

        give_up = time.monotonic() + seconds
        while True:
            try:
                self.connect("postgres").close()
                return True
            except psycopg.OperationalError as error:
                dead = self._postmaster() is None
                # A server that we have just started writes its id a moment later.
                if dead and (self._server is None or self._server.poll() is not None):
                    return False
                if time.monotonic() > give_up:
                    raise PostgresTrouble(f"the database does not answer: {error}".splitlines()[0]) from None
            time.sleep(0.02)

    def _last_words(self) -> str:
        with self.places.log.open("rb") as log:
            log.seek(self._log_start)
            said = log.read().decode(errors="replace")
        return f"{telling_line(said, ('FATAL:', 'PANIC:'))} ({self.places.log})"

    def connect(self, database: str = DATABASE) -> psycopg.Connection[tuple[Any, ...]]:
        """Open a connection in autocommit; raises psycopg.OperationalError when nobody answers."""
        import psycopg  # late: every command knows this module, and not all ask a database

        return psycopg.connect(
            host=str(self.places.sockets),
            port=PORT,
            user=SUPERUSER,
            dbname=database,
            autocommit=True,
            connect_timeout=5,
        )

    def _make_database(self) -> None:
        with self.connect("postgres") as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if known is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")
        with self.connect() as connection:
            check_trigrams(connection)

    def _stop(self) -> None:
        """Ask for a fast shutdown (open transactions are rolled back), insist after 20 seconds."""
        postmaster = self._postmaster()
        if postmaster is None:
            return
        for order, patience in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, KILLED_SECONDS)):
            with contextlib.suppress(psutil.NoSuchProcess):
                postmaster.send_signal(order)
            end = time.monotonic() + patience
            while time.monotonic() < end:
                if self._postmaster() is None:
                    return
                time.sleep(0.02)
