from tests.licences.factory import licence


class TestIssue:
    def test_makes_a_licence(self) -> None:
        issued = licence()

        assert issued.identifier
