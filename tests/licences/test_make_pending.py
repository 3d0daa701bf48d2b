"""Files for licences that have none, many at a time."""

from typing import Any

import pytest

from tests.city import MONDAY
from tests.clock import FrozenClock
from tests.licences.factory import licence
from tongban.kernel import files, signing
from tongban.licences.actions.make_pending import make_pending, pending
from tongban.licences.models import DetachedSignature, Licence


@pytest.fixture(autouse=True)
def a_day_of_validity(monkeypatch: pytest.MonkeyPatch) -> None:
    FrozenClock(monkeypatch, MONDAY)


def of_the_stock(number: int, **said: Any) -> Licence:
    """Enter a licence like one of the demo's, without a file."""
    row = Licence.objects.order_by("pk").last()
    assert row is not None
    same = {
        field.attname: getattr(row, field.attname)
        for field in Licence._meta.concrete_fields
        if field.attname not in ("id", "identifier", "number", "file_sha256", "matter_id")
    }
    told = {**same, "identifier": f"1.2.156.3005.2.X{number}", "number": f"X{number}", "trust_level": "B", **said}
    return Licence.objects.create(**told)


class TestMakePending:
    def test_makes_each_file_once_and_signs_it_twice(self) -> None:
        licence()
        before = pending()
        rows = [of_the_stock(number) for number in range(3)]
        heard: list[int] = []

        batch = make_pending(most=100, at=MONDAY, told=heard.append)

        assert (batch.made, sum(heard), batch.refused, pending()) == (before + 3, before + 3, {}, 0)
        for row in rows:
            row.refresh_from_db()
            data = files.read(row.file_sha256 or "")
            kept = DetachedSignature.objects.get(file_sha256=row.file_sha256)
            assert signing.verify_pdf(data).valid
            assert signing.verify_detached(data, signing.Detached(kept.key_name, kept.value))
        assert make_pending(most=100, at=MONDAY).made == 0

    def test_stops_at_the_most_and_goes_on_from_there(self) -> None:
        licence()
        for number in range(3):
            of_the_stock(number)
        before = pending()

        assert make_pending(most=2, at=MONDAY).made == 2
        assert pending() == before - 2

    def test_passes_over_and_names_what_cannot_be_set(self) -> None:
        licence()
        rare = of_the_stock(1, holder_name="\U0001f600")
        fine = of_the_stock(2, holder_name="某公司")

        batch = make_pending(most=1000, at=MONDAY)

        assert list(batch.refused) == [rare.identifier]
        fine.refresh_from_db()
        rare.refresh_from_db()
        assert (fine.file_sha256 is not None, rare.file_sha256) == (True, None)
