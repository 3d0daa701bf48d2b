import pytest

from tests.api.client import Api, api_of
from tests.cases.factory import case
from tests.city import MONDAY
from tongban.cases.actions.sweep_alerts import sweep_alerts
from tongban.matters.models import Alert


@pytest.fixture
def number() -> str:
    """A case that was decided in no time."""
    made = case("granted")
    sweep_alerts(at=MONDAY)
    return made


class TestAlerts:
    def test_are_read_by_a_supervisor(self, number: str) -> None:
        seen = api_of("supervisor", language="en").get("alerts").json()

        (found,) = seen["results"]
        assert (seen["count"], seen["rules"][0]["rule"], seen["rules"][0]["count"]) == (1, "M02", 1)
        assert (found["number"], found["rule"], found["severity"], found["verb"]) == (number, "M02", "warn", "decide")
        assert found["label"] == "Likely handled elsewhere and entered afterwards"
        assert found["acknowledged_at"] is None

    def test_are_not_for_a_clerk(self, clerk: Api, number: str) -> None:
        assert clerk.get("alerts").status_code == 403

    def test_are_acknowledged_once_with_a_note(self, number: str) -> None:
        supervisor, path = api_of("supervisor"), f"alerts/{Alert.objects.get().pk}/acknowledge"

        done = supervisor.post(path, {"note": "已核实"}, key="the-same-key")
        repeated = supervisor.post(path, {"note": "已核实"}, key="the-same-key")
        again = supervisor.post(path, {"note": "再看一次"})

        assert (done.status_code, repeated.status_code, again.status_code) == (200, 200, 409)
        assert Alert.objects.get().note == "已核实"
        assert supervisor.get("alerts").json()["count"] == 0
        (kept,) = supervisor.get("alerts", {"acknowledged": "true"}).json()["results"]
        assert (kept["note"], kept["acknowledged_by"] != "") == ("已核实", True)

    @pytest.mark.parametrize(
        ("role", "note", "status"), [("supervisor", " ", 422), ("head", "好", 403), ("clerk", "好", 404)]
    )
    def test_stay_open_when_refused(self, number: str, role: str, note: str, status: int) -> None:
        answer = api_of(role).post(f"alerts/{Alert.objects.get().pk}/acknowledge", {"note": note})

        assert answer.status_code == status
        assert Alert.objects.get().acknowledged_at is None
