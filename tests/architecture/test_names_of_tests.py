"""Each test has a name of its own, or several workers would leave its namesakes out."""

import pytest

from tests.side_by_side import refuse_namesakes


class TestNamesakes:
    def test_are_refused_by_name(self) -> None:
        with pytest.raises(pytest.UsageError, match=r"one name: test_a\.py::test_one$"):
            refuse_namesakes(["test_a.py::test_one", "test_a.py::test_two", "test_a.py::test_one"])

    def test_are_none_where_each_has_its_own(self) -> None:
        refuse_namesakes(["test_a.py::test_one", "test_a.py::test_one[1]", "test_b.py::test_one"])
