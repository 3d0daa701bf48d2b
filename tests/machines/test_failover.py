"""Three database hosts, one that serves, a load: the primary goes, and nothing acknowledged goes with it."""

from __future__ import annotations

import contextlib
import pathlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.machines.app import Machine
from tests.machines.cluster import HOSTS, Cluster
from tests.machines.conftest import House
from tests.machines.hosts import Network
from tests.machines.postgres import DEBIAN_15, Server, address_of, dump, load, wait_until
from tests.machines.work import at_work, judge

pytestmark = [
    pytest.mark.slow,
    pytest.mark.needs("namespaces", "postgresql-15", "patroni", "etcd"),
]
APP = "app"


@dataclass
class Province:
    """The hosts and what runs on them."""

    network: Network
    cluster: Cluster
    app: Machine

    def near(self) -> contextlib.AbstractContextManager[None]:
        return self.network.on(APP)


@pytest.fixture
def province(house: House, folder: pathlib.Path) -> Iterator[Province]:
    """Three hosts with the demo city in their database, and one with a web server and a job worker."""
    network = Network({"db1": 11, "db2": 12, "db3": 13, APP: 21})
    cluster = Cluster(network, folder / "cluster")
    hosts = [(network.address(host), 5432) for host in HOSTS]
    shutil.copytree(house.share, folder / "share")
    app = Machine(
        folder / APP,
        folder / "share",
        address_of("tongban", hosts, target_session_attrs="read-write", connect_timeout="2"),
        host=network.address(APP),
        port=8000,
        within=network.within(APP),
        near=lambda: network.on(APP),
    )
    app.take_static(house.static)
    try:
        cluster.start()
        _fill(house, cluster)
        app.serve()
        app.wait_until_ready()
        yield Province(network, cluster, app)
    finally:
        app.remove()
        cluster.remove()
        network.close()


def _fill(house: House, cluster: Cluster) -> None:
    """Put the house's data into the cluster's database, by way of a dump."""
    # Of its own, because others may copy the house meanwhile, which must stand still for that.
    file, server = cluster.folder / "dump", Server(cluster.folder / "house")
    server.copy(house.server)
    server.start()
    dump(server, file)
    server.remove()
    primary = cluster.wait_for_primary()
    place = ["-h", cluster.network.address(primary), "-U", "postgres"]
    load(DEBIAN_15, place, file, within=cluster.network.within(primary))


class TestFailover:
    @pytest.mark.parametrize("loss", ["power", pytest.param("cable", marks=pytest.mark.long)])
    def test_loses_nothing_acknowledged_and_takes_the_old_primary_back(
        self, province: Province, house: House, folder: pathlib.Path, loss: str
    ) -> None:
        cluster, network, app = province.cluster, province.network, province.app
        before, timeline = cluster.wait_for_primary(), cluster.timeline()
        with at_work(app.address, house.script, count=2, within=province.near) as work:
            work.on(20)
            _lose(network, before, loss)
            others = [host for host in HOSTS if host != before]
            cluster.wait_for_primary(others)
            work.on(20)
            _bring_back(cluster, before, loss)
            wait_until(lambda: cluster.is_whole(others), "the old primary follows", cluster.said)
            work.on(5)
            work.end()

        assert sum(client.retried for client in work.clients) > 0
        assert set(cluster.members(others)) == set(HOSTS)
        # A host that is slow to renew its lease may lose it once more: what counts is that the city went on.
        assert cluster.timeline() > timeline
        # The web server and the job worker found the new primary by themselves.
        assert app.running["web"].poll() is None
        assert "the web server ended" not in app.said("web")
        assert "the job worker ended" not in app.said("web")
        app.end_all()
        judge(app, work, folder)


def _lose(network: Network, host: str, loss: str) -> None:
    if loss == "power":
        network.power_off(host)
    else:
        network.cut(host)


def _bring_back(cluster: Cluster, host: str, loss: str) -> None:
    if loss == "power":
        cluster.start_etcd(host)
        cluster.start_patroni(host)
    else:
        cluster.network.plug(host)
