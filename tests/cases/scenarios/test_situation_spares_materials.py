"""What an applicant says of the situation decides which materials are asked for."""

import pytest

from tests.city import MONDAY, actor, company
from tongban.cases import actions
from tongban.cases.queries import case_page
from tongban.catalogue.queries import find
from tongban.kernel.errors import BadInput


def drafted(situation: dict[str, str]) -> str:
    applicant = actor("applicant")
    code = next(row.code for row in find("户外广告").results if "户外广告" in row.name)
    return actions.draft(
        task_code=code, actor=applicant, at=MONDAY, organisation_id=company(applicant), situation=situation
    )


def missing(number: str) -> set[str]:
    with pytest.raises(BadInput) as refused:
        actions.submit(number=number, actor=actor("applicant"), at=MONDAY)
    return set(refused.value.errors)


class TestSituation:
    def test_of_ones_own_ground_needs_no_consent(self) -> None:
        number = drafted({"site": "own", "work": "new"})

        shown = {line.material.code for line in case_page(actor("applicant"), number, MONDAY).materials}

        assert "owner-consent" not in shown | missing(number)
        assert "structure-design" in missing(number)

    def test_of_others_ground_needs_it(self) -> None:
        assert "owner-consent" in missing(drafted({"site": "others", "work": "picture"}))
