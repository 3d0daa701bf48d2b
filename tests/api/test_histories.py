import io

import pytest

from tests.api.client import Api, api_of
from tests.city import MONDAY, actor
from tests.matters.test_event_logs import TWO
from tongban.matters.actions.import_log import import_log
from tongban.matters.rules.xes import read_xes
from tongban.parties.models import Authority


@pytest.fixture(autouse=True)
def brought_in() -> None:
    """Two histories of the authority for which the story's decider decides; one's name is no plain word."""
    (seat,) = actor("decider").authorities()
    owner = Authority.objects.get(pk=seat)
    log = list(read_xes(io.BytesIO(TWO.replace(b'"A-1"', '"甲/1 ?"'.encode()))))
    import_log(log, source="permits", authority_id=owner.pk, region_code=owner.region_id, at=MONDAY)


class TestHistories:
    def test_are_read_with_the_figures_of_their_source(self) -> None:
        seen = api_of("supervisor").get("histories", {"source": "permits"}).json()

        assert (seen["count"], [each["number"] for each in seen["results"]]) == (2, ["permits-A-2", "permits-甲/1 ?"])
        (source,) = seen["sources"]
        assert (source["cases"], source["closed"], source["on_time"]) == (2, 1, 0.0)
        assert [each["events"] for each in seen["activities"]] == [2, 1]

    def test_are_narrowed(self) -> None:
        assert api_of("decider").get("histories", {"lamp": "red"}).json()["count"] == 1
        assert api_of("decider").get("histories", {"lamp": "blue"}).status_code == 422

    def test_lead_to_each_whatever_it_is_called(self) -> None:
        caller = api_of("decider")
        (late,) = caller.get("histories", {"lamp": "red"}).json()["results"]

        whole = caller.get(late["links"]["self"]).json()

        assert (whole["number"], whole["lamp"], whole["deadline"]) == ("permits-甲/1 ?", "red", "2010-11-29")
        assert [each["activity"] for each in whole["events"]] == ["Confirmation of receipt", "Decision"]

    @pytest.mark.parametrize("role", ["joint_reviewer", "applicant", "stranger"])
    def test_do_not_exist_for_others(self, role: str) -> None:
        caller = api_of(role)

        seen = caller.get("histories", {"source": "permits"}).json()

        assert (seen["count"], seen["sources"], seen["activities"]) == (0, [], [])
        assert caller.get("histories/permits-A-2").status_code == 404

    def test_need_a_caller(self, visitor: Api) -> None:
        assert visitor.get("histories").status_code == 401
