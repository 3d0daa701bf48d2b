"""Throwing a draft away, through the page."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cases.factory import case
from tests.city import STORY
from tests.web.pages import check
from tongban.cases.models import Case

pytestmark = pytest.mark.usefixtures("city", "db")
SignIn = Callable[[str], Client]
KEY = {"once": "a-key-of-the-form"}


def test_is_offered_on_each_page_of_a_draft_and_empties_it(as_user: SignIn) -> None:
    applicant, number = as_user(STORY["people"]["applicant"]), case("draft")

    assert f"/applications/{number}/discard" in check(applicant.get(f"/applications/{number}/1/"))
    answer = applicant.post(f"/applications/{number}/discard", KEY)

    assert answer.headers["Location"] == "/my/"
    left = Case.objects.select_related("matter").get(matter__number=number)
    assert (left.matter.state, left.answers) == ("withdrawn", {})


def test_is_refused_to_a_stranger_and_once_it_was_handed_in(as_user: SignIn) -> None:
    draft, submitted = case("draft"), case("submitted")

    assert as_user(STORY["people"]["stranger"]).post(f"/applications/{draft}/discard", KEY).status_code == 404
    assert as_user(STORY["people"]["applicant"]).post(f"/applications/{submitted}/discard", KEY).status_code == 409
    assert set(Case.objects.filter(matter__number__in=[draft, submitted]).values_list("matter__state", flat=True)) == {
        "draft",
        "submitted",
    }
