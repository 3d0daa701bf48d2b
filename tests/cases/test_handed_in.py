"""What is handed in is what was checked: nothing changes between the check and the step, and nothing after it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.factory import case, pdf
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.models import Case, CaseMaterial
from tongban.kernel import files
from tongban.matters.events import NotAllowedNow


def given(number: str) -> list[int]:
    return list(CaseMaterial.objects.filter(matter__number=number, removed_at=None).values_list("pk", flat=True))


class TestWhatIsHandedIn:
    def test_takes_no_file_that_was_still_looked_into_at_the_submission(self, monkeypatch: pytest.MonkeyPatch) -> None:
        number = case("draft")
        before = given(number)
        look_into = files.inspect_upload

        def slowly(*args: object, **kwargs: object) -> str:
            actions.submit(number=number, actor=actor("applicant"), at=MONDAY)
            return look_into(*args, **kwargs)  # type: ignore[arg-type]

        monkeypatch.setattr(files, "inspect_upload", slowly)

        with pytest.raises(NotAllowedNow):
            actions.attach(
                number=number, material_code="plan", name="新图.pdf", data=pdf(), actor=actor("applicant"), at=MONDAY
            )

        assert given(number) == before

    def test_stays_after_the_submission(self) -> None:
        number = case("submitted")
        before = (given(number), Case.objects.get(matter__number=number).answers)

        with pytest.raises(NotAllowedNow):
            actions.detach(number=number, material_id=before[0][0], actor=actor("applicant"), at=MONDAY)
        with pytest.raises(NotAllowedNow):
            actions.save_draft(number=number, answers={"depth": 9}, actor=actor("applicant"), at=MONDAY)

        assert (given(number), Case.objects.get(matter__number=number).answers) == before

    @pytest.mark.parametrize(
        "change",
        [
            lambda number: actions.submit(number=number, actor=actor("applicant"), at=MONDAY),
            lambda number: actions.save_draft(number=number, answers={}, actor=actor("applicant"), at=MONDAY),
            lambda number: actions.attach(
                number=number, material_code="plan", name="新图.pdf", data=pdf(), actor=actor("applicant"), at=MONDAY
            ),
            lambda number: actions.detach(
                number=number, material_id=given(number)[0], actor=actor("applicant"), at=MONDAY
            ),
        ],
        ids=["submit", "save_draft", "attach", "detach"],
    )
    def test_is_held_before_it_is_read(self, change: Callable[[str], object]) -> None:
        number = case("draft")

        with CaptureQueriesContext(connection) as said:
            change(number)

        self._held_first(said)

    def test_is_held_before_a_correction_is_read(self) -> None:
        number, later = case("correcting"), MONDAY + DAY
        for code in ("plan", "traffic_plan"):
            if CaseMaterial.objects.filter(matter__number=number, code=code).exists():
                actions.attach(
                    number=number, material_code=code, name="新图.pdf", data=pdf(), actor=actor("applicant"), at=later
                )

        with CaptureQueriesContext(connection) as said:
            actions.correct(number=number, actor=actor("applicant"), at=later)

        self._held_first(said)

    @staticmethod
    def _held_first(said: CaptureQueriesContext) -> None:
        spoken = [each["sql"] for each in said.captured_queries if "SAVEPOINT" not in each["sql"]]
        held = next(n for n, sql in enumerate(spoken) if "FOR NO KEY UPDATE" in sql)
        written = [n for n, sql in enumerate(spoken) if sql.startswith(("INSERT", "UPDATE", "WITH moved"))]
        read = [n for n, sql in enumerate(spoken) if sql.startswith("SELECT json_build_array")]
        assert max(n for n in read if n < written[0]) > held
