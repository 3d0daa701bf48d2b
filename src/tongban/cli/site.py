"""The running site: web server, job worker and embedded database, each started again when it dies."""

import contextlib
import signal
import threading
import time
import types
import urllib.error
import urllib.request
from collections.abc import Iterator

import psycopg

from tongban.cli.children import Child
from tongban.cli.environment import CommandTrouble, House, PostgresTrouble
from tongban.cli.port import free_port_or_trouble
from tongban.cli.postgres_places import say
from tongban.cli.preparation import prepare
from tongban.kernel.database import first_line

LOOK_SECONDS, TROUBLE_SECONDS = 0.2, 2.0
HOPELESS_DEATHS = 8
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - asked for by --host


class Site:
    """The processes of one home; a thread watches over them from `start` to `stop`."""

    def __init__(
        self,
        house: House,
        *,
        host: str = "127.0.0.1",
        port: int = 8000,
        workers: int = 1,
        jobs: bool = True,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.house = house
        self.host = host
        self.port = port
        more = {"TONGBAN_HOME": str(house.home), "DATABASE_URL": house.url, **(environment or {})}
        web = ["-m", "tongban.cli.web_server", "--host", host, "--port", str(port), "--workers", str(workers)]
        self.web = Child("web server", web, more)
        self.workers = [Child("job worker", ["-m", "tongban.cli", "worker"], more)] if jobs else []
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="site-watcher", daemon=True)

    @property
    def address(self) -> str:
        """Return where this machine reaches the site."""
        host = "127.0.0.1" if self.host in EVERYWHERE else self.host
        return f"http://{host}:{self.port}"

    def start(self) -> None:
        """Start the processes and the watch over them."""
        self._watcher.start()

    def wait_until_ready(self, seconds: float = 180) -> None:
        """Wait until the site answers; raises CommandTrouble when it does not.

        A busy machine takes its time, and ending what is about to serve would only begin it anew.
        """
        give_up = time.monotonic() + seconds
        while time.monotonic() < give_up:
            with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=5):
                    return
            if self.web.deaths >= HOPELESS_DEATHS:
                break
            time.sleep(0.05)
        raise CommandTrouble(f"the site does not answer on {self.address}: the lines above say why")

    def run(self) -> None:
        """Serve until SIGINT or SIGTERM, or until `stop` is called elsewhere.

        Raises CommandTrouble when nobody watches any more, so that who started us learns of it and starts us again.
        """
        with _signals_set(self._over):
            while not self._over.wait(0.5):
                if not self._watcher.is_alive():
                    raise CommandTrouble("the watch over the site has ended: the lines above say why")

    def stop(self) -> None:
        """End the web server first, so that nothing new comes in, then the worker."""
        self._over.set()
        if self._watcher.is_alive() and threading.current_thread() is not self._watcher:
            self._watcher.join()

    def _watch(self) -> None:
        """Look after the processes; they are children of this thread, so it also ends them."""
        try:
            while not self._over.is_set():
                try:
                    self._look()
                except (PostgresTrouble, psycopg.Error, OSError) as trouble:
                    # A full disk or a machine without memory passes; who watches must outlive it.
                    say(first_line(trouble))
                    self._over.wait(TROUBLE_SECONDS)
                self._over.wait(LOOK_SECONDS)
        finally:
            for child in (self.web, *self.workers):
                child.stop()

    def _look(self) -> None:
        database = self.house.database
        if database is not None and database.ensure():
            say("the database had ended and is started again")
        for child in (self.web, *self.workers):
            child.watch()


@contextlib.contextmanager
def _signals_set(event: threading.Event) -> Iterator[None]:
    """Let SIGINT and SIGTERM set the event while the block runs."""

    def note(number: int, frame: types.FrameType | None) -> None:
        event.set()

    before = {order: signal.signal(order, note) for order in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for order, handler in before.items():
            signal.signal(order, handler)


__all__ = ["Site", "free_port_or_trouble", "prepare"]
