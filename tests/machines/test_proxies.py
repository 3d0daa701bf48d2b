"""Two web servers and two workers on one database, behind HAProxy and behind nginx: who serves is all the same."""

from __future__ import annotations

import pathlib
import re
import secrets
import signal
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.faults.harness.clients import Answer
from tests.machines import proxies
from tests.machines.app import Machine
from tests.machines.conftest import House, moved_in
from tests.machines.postgres import wait_until
from tests.machines.proxies import Proxy
from tests.machines.work import Work, at_work, judge
from tests.ports import free_port
from tongban.cli.commands.demo import CITY
from tongban.cli.story.script import PASSWORD, Script
from tongban.cli.story.visitor import Page, Visitor
from tongban.sharing.rules.pieces import PIECE_TYPE

pytestmark = [pytest.mark.slow, pytest.mark.needs("postgresql-15")]
HALF = secrets.token_bytes(70_000)


@dataclass
class Site:
    """A proxy before two machines that share a database and three folders."""

    proxy: Proxy
    machines: list[Machine]
    share: pathlib.Path

    def admitted(self) -> list[int]:
        """Return how many requests each web server has let in."""
        counts = []
        for machine in self.machines:
            with urllib.request.urlopen(f"{machine.address}/metrics", timeout=60) as answer:
                found = re.search(r"^tongban_admitted_total ([0-9.]+)$", answer.read().decode(), re.MULTILINE)
            counts.append(int(float(found[1])) if found else 0)
        return counts


@pytest.fixture(
    params=[
        pytest.param(proxies.haproxy, marks=pytest.mark.needs("postgresql-15", "haproxy"), id="haproxy"),
        pytest.param(proxies.nginx, marks=[pytest.mark.needs("postgresql-15", "nginx"), pytest.mark.long], id="nginx"),
    ]
)
def site(
    request: pytest.FixtureRequest, house: House, folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    start: Callable[..., Proxy] = request.param
    server, share = moved_in(house, folder)
    port = free_port()
    public = {"TONGBAN_PUBLIC_URL": f"https://127.0.0.1:{port}"}
    machines = [Machine(folder / name, share, server.address, more=public) for name in ("web1", "web2")]
    proxy = None
    try:
        for machine in machines:
            machine.take_static(house.static)
            machine.serve("--no-worker")
            machine.work()
        for machine in machines:
            machine.wait_until_ready()
        proxy = start(folder / "proxy", port, [f"{machine.host}:{machine.port}" for machine in machines])
        monkeypatch.setenv("SSL_CERT_FILE", str(proxy.authority))
        yield Site(proxy, machines, share)
    finally:
        if proxy is not None:
            proxy.end()
        for machine in machines:
            machine.remove()
        server.remove()


class TestProxies:
    def test_make_one_site_of_two_servers_of_which_one_may_go(
        self, site: Site, house: House, folder: pathlib.Path
    ) -> None:
        self._a_person_stays_signed_in(site)
        self._a_file_comes_in_pieces_by_either(site, house)

        with at_work(site.proxy.address, house.script, count=2) as work:
            work.on(10)
            site.machines[0].end("web", signal.SIGKILL)
            site.machines[1].end("worker", signal.SIGKILL)
            work.on(20)
            site.machines[0].serve("--no-worker")
            site.machines[0].wait_until_ready()
            work.on(5)
            work.end()
        self._a_key_is_answered_once_by_either(site, house, work)

        assert min(site.admitted()) > 0
        for machine in site.machines:
            machine.end_all()
        assert judge(site.machines[0], work, folder)["letters"] > 0

    def _a_person_stays_signed_in(self, site: Site) -> None:
        person = Visitor(site.proxy.address)
        person.sign_in(Script.read(CITY).username("applicant"), PASSWORD)
        before, pages = site.admitted(), list[Page]()

        def by_both() -> bool:
            pages.extend(person.get("/my/account/") for _ in range(8))
            return all(now > then for now, then in zip(site.admitted(), before, strict=True))

        # A proxy that has not yet seen both servers well sends everybody to the one.
        wait_until(by_both, "both servers are asked")
        # The form of whichever server sent the page is taken by whichever gets it.
        person.submit(pages[-1].form("/accounts/logout/"))

        assert {(page.status, page.url) for page in pages} == {(200, f"{site.proxy.address}/my/account/")}
        assert person.get("/my/account/").url.startswith(f"{site.proxy.address}/accounts/login/")
        assert all(cookie.secure for cookie in person.client.cookies.jar)

    def _a_file_comes_in_pieces_by_either(self, site: Site, house: House) -> None:
        one, other = (f"{machine.address}/api/v1" for machine in site.machines)
        known = {"Authorization": f"Bearer {house.script['tokens']['applicant']}", "Tus-Resumable": "1.0.0"}
        typed = {**known, "Content-Type": PIECE_TYPE}

        with httpx.Client(timeout=60) as http:
            begun = http.post(f"{one}/uploads", headers={**known, "Upload-Length": str(2 * len(HALF))}).json()["id"]
            first = http.patch(f"{other}/uploads/{begun}", content=HALF, headers={**typed, "Upload-Offset": "0"})
            told = http.head(f"{one}/uploads/{begun}", headers=known).headers["Upload-Offset"]
            last = http.patch(f"{one}/uploads/{begun}", content=HALF, headers={**typed, "Upload-Offset": told})

        assert (first.status_code, told, last.status_code) == (204, str(len(HALF)), 204)
        assert (site.share / "uploads" / begun).read_bytes() == HALF + HALF

    def _a_key_is_answered_once_by_either(self, site: Site, house: House, work: Work) -> None:
        asked = {name: house.script[name] for name in ("item", "organisation", "answers")}
        key = secrets.token_hex(16)
        headers = {"Authorization": f"Bearer {house.script['tokens']['applicant']}", "Idempotency-Key": key}

        answers = [
            httpx.post(f"{machine.address}/api/v1/applications", json=asked, headers=headers, timeout=60)
            for machine in site.machines
        ]

        said: list[dict[str, Any]] = [answer.json() for answer in answers]
        assert [answer.status_code for answer in answers] == [201, 201]
        assert said[0] == said[1]
        work.clients[0].answers.append(Answer("applicant", "/applications", key, asked, 201, said[0]))
