"""What authorities think of an application is for the applicant once it is decided."""

from tests.api.client import api_of
from tests.cases.factory import case


class TestReviews:
    def test_are_silent_to_the_applicant_until_the_decision(self) -> None:
        number = case("reviewed")

        before = api_of("applicant").get(f"cases/{number}").json()["reviews"]
        lead = api_of("lead_reviewer").get(f"cases/{number}").json()["reviews"]

        assert {each["opinion"] for each in before} == {""}
        assert "" not in {each["opinion"] for each in lead}

    def test_speak_once_it_is_decided(self) -> None:
        after = api_of("applicant").get(f"cases/{case('granted')}").json()["reviews"]

        assert "" not in {each["opinion"] for each in after}
