"""Files that were looked over and not taken in yet."""

import datetime as dt

import pytest

from tongban.kernel import files
from tongban.kernel.actions.stage_file import STAYS, stage_file, staged_file, sweep_staged
from tongban.kernel.models import StagedFile

pytestmark = pytest.mark.django_db
TABLE = b"name,number\nsomebody,1\n"


@pytest.fixture
def at() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class TestStagedFile:
    def test_is_given_back_to_its_owner_alone(self, at: dt.datetime) -> None:
        named = stage_file(data=TABLE, owner="account:1", at=at)

        assert staged_file(sha256=named, owner="account:1", at=at) == TABLE
        for wrong in (named, "0" * 64, "../x", "\x00"):
            with pytest.raises(files.FileLost):
                staged_file(sha256=wrong, owner="account:2", at=at)

    def test_is_never_a_file_that_was_not_staged(self, at: dt.datetime) -> None:
        other = files.put(b"a licence", "application/pdf").sha256

        with pytest.raises(files.FileLost):
            staged_file(sha256=other, owner="account:1", at=at)

    def test_lasts_a_day_from_when_it_was_last_looked_over(self, at: dt.datetime) -> None:
        named = stage_file(data=TABLE, owner="account:1", at=at)
        stage_file(data=TABLE, owner="account:1", at=at + STAYS / 2)

        assert StagedFile.objects.count() == 1
        assert staged_file(sha256=named, owner="account:1", at=at + STAYS) == TABLE
        with pytest.raises(files.FileLost):
            staged_file(sha256=named, owner="account:1", at=at + STAYS * 2)


class TestSweep:
    def test_removes_the_bytes_with_the_last_who_staged_them(self, at: dt.datetime) -> None:
        named = stage_file(data=TABLE, owner="account:1", at=at)
        stage_file(data=TABLE, owner="account:2", at=at + STAYS)

        assert sweep_staged(at=at + STAYS - dt.timedelta(minutes=1)) == 0
        assert sweep_staged(at=at + STAYS) == 1
        assert files.read(named) == TABLE
        assert sweep_staged(at=at + STAYS * 2) == 1
        with pytest.raises(files.FileLost):
            files.read(named)
