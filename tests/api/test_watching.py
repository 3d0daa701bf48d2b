"""What watches the site asks for figures that there are, in words that Prometheus understands."""

import datetime as dt
import json
import pathlib
import re
import shutil
import subprocess

import pytest
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import OperationalError, connection
from django.test import Client

from tongban.api import house_figures
from tongban.cli.environment import REPOSITORY
from tongban.kernel.pulse import last_runs
from tongban.worker.sweeps import SWEEPS, run

RULES = REPOSITORY / "deploy" / "prometheus" / "rules.yml"
DASHBOARD = REPOSITORY / "deploy" / "grafana" / "tongban.json"
HOWTO = REPOSITORY / "docs" / "howto" / "observe.md"
NAME = re.compile(r"\btongban_[a-z_]+\b")


def expressions() -> list[str]:
    """Return every PromQL expression of the alerts and the dashboard."""
    of_rules = re.findall(r"^\s+expr: (.+)$", RULES.read_text(), re.MULTILINE)
    panels = json.loads(DASHBOARD.read_text())["panels"]
    return of_rules + [target["expr"] for panel in panels for target in panel.get("targets", [])]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return the figures that /metrics offers, by name, with their types."""
    monkeypatch.setattr(house_figures, "KEPT_SECONDS", -1)
    monkeypatch.delenv("TONGBAN_METRICS_TOKEN", raising=False)
    get_internal_wsgi_application()  # as the web server does: the queue before Django has figures of its own
    told = Client().get("/metrics").content.decode()
    found = dict(re.findall(r"^# TYPE (\S+) (\S+)$", told, re.MULTILINE))
    histograms = {f"{name}_bucket": "bucket" for name, kind in found.items() if kind == "histogram"}
    return found | histograms


class TestExpressions:
    def test_name_only_figures_that_there_are(self, offered: dict[str, str]) -> None:
        asked = {name for each in expressions() for name in NAME.findall(each)}

        assert len(asked) > 20
        assert asked - set(offered) == set()

    def test_are_documented_one_and_all(self, offered: dict[str, str]) -> None:
        written = set(NAME.findall(HOWTO.read_text()))
        ours = {name for name, kind in offered.items() if name.startswith("tongban_") and kind != "bucket"}

        assert {name for name in ours if not name.endswith("_created")} - written == set()

    def test_tell_how_fast_only_of_what_counts_up(self, offered: dict[str, str]) -> None:
        counted = {name for each in expressions() for name in re.findall(r"rate\((tongban_[a-z_]+)", each)}

        assert {name for name in counted if offered[name] not in ("counter", "bucket")} == set()

    def test_are_understood_by_prometheus(self, tmp_path: pathlib.Path) -> None:
        promtool = shutil.which("promtool")
        if promtool is None:
            pytest.skip("promtool is not here: Debian's package prometheus has it")
        recorded = [{"record": f"checked:{place}", "expr": each} for place, each in enumerate(expressions())]
        every = tmp_path / "every.yml"
        every.write_text(json.dumps({"groups": [{"name": "every", "rules": recorded}]}))  # JSON is YAML too

        for file in (RULES, every):
            said = subprocess.run([promtool, "check", "rules", str(file)], capture_output=True, text=True, check=False)
            assert said.returncode == 0, said.stdout + said.stderr

    def test_has_a_word_for_each_alert(self) -> None:
        alerts = re.findall(r"- alert: (\w+)", RULES.read_text())

        assert len(alerts) == len(set(alerts)) > 10
        assert {alert for alert in alerts if alert not in HOWTO.read_text()} == set()


class TestOutage:
    def test_is_a_figure_too_beside_those_that_need_no_database(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(house_figures, "KEPT_SECONDS", -1)
        monkeypatch.delenv("TONGBAN_METRICS_TOKEN", raising=False)

        def refuse(*_: object) -> None:
            raise OperationalError("gone")

        with connection.execute_wrapper(refuse):
            told = Client().get("/metrics")

        assert told.status_code == 200
        assert "tongban_database_up 0.0" in told.content.decode()
        assert "tongban_http_requests_total" in told.content.decode()
        assert "tongban_database_up 1.0" in Client().get("/metrics").content.decode()


class TestSweep:
    def test_is_seen_once_it_ended_well(self, offered: dict[str, str]) -> None:
        sweep = next(each for each in SWEEPS if each.name == "sweep_allowances")
        assert sweep.name not in last_runs()

        run(sweep, dt.datetime.now(dt.UTC))

        figures = Client().get("/metrics").content.decode()
        assert f'tongban_sweep_success_timestamp_seconds{{sweep="{sweep.name}"}}' in figures
