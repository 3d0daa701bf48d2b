from typing import Any

import pytest
from django.test import Client

from tests.api.client import Api
from tests.cases.factory import case
from tongban.api import house_figures
from tongban.kernel.outbox import waiting


class TestScrape:
    @pytest.fixture(autouse=True)
    def count_afresh(self, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
        monkeypatch.setattr(house_figures, "KEPT_SECONDS", -1)
        settings.METRICS_TOKEN = ""

    def test_counts_requests_by_route_and_never_by_path(self, applicant: Api) -> None:
        number = case("submitted")
        applicant.get(f"cases/{number}")

        figures = Client().get("/metrics").content.decode()

        assert 'tongban_http_requests_total{method="GET",route="api/v1/cases/<number>",status="200"}' in figures
        assert number not in figures

    def test_counts_open_matters_by_lamp(self) -> None:
        case("submitted")
        case("draft")

        figures = Client().get("/metrics").content.decode()

        assert 'tongban_open_matters{kind="case",lamp="white"} 2.0' in figures
        assert f"tongban_outbox_waiting {float(waiting())}" in figures

    def test_is_not_there_for_others(self, settings: Any) -> None:
        assert Client(REMOTE_ADDR="203.0.113.9").get("/metrics").status_code == 404
        assert Client(headers={"X-Forwarded-For": "203.0.113.9"}).get("/metrics").status_code == 404

        settings.METRICS_TOKEN = "a-long-secret"

        assert Client().get("/metrics").status_code == 404
        assert Client(headers={"Authorization": "Bearer wrong"}).get("/metrics").status_code == 404
        assert Client(headers={"Authorization": "Bearer a-long-secret"}).get("/metrics").status_code == 200
