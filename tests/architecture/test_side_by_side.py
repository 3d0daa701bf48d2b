"""What two workers share out is kept together by the names of packages: they have to be there."""

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.side_by_side import TOGETHER, SideBySide
from tongban.cli.environment import REPOSITORY


@pytest.mark.parametrize("package", TOGETHER)
def test_what_stays_together_is_a_package(package: str) -> None:
    assert package.endswith("/")
    assert any((REPOSITORY / package).glob("**/test_*.py"))


def test_a_scope_is_what_the_scheduler_asks_for() -> None:
    assert SideBySide._split_scope is not LoadScopeScheduling._split_scope
    scope = SideBySide.__new__(SideBySide)._split_scope

    assert scope("tests/web/test_my.py::TestMy::test_one") == "tests/web/test_my.py"
    assert scope("tests/faults/test_kill.py::TestKill::test_one") == scope("tests/faults/test_lines.py::test_two")
