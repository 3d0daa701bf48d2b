import re
from collections import Counter

from ninja.operation import Operation

from tests.api.client import Api
from tongban.api.callers import PUBLIC, TOKEN
from tongban.api.door import door
from tongban.api.shapes import base


def operations() -> list[Operation]:
    """Return every operation of the API."""
    return [
        operation
        for router in door._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    ]


def shapes(below: type) -> list[type]:
    """Return all subclasses of a class, at any depth."""
    return [each for child in below.__subclasses__() for each in (child, *shapes(child))]


class TestDescription:
    def test_is_open_api_3_1_and_open_to_everybody(self, visitor: Api) -> None:
        answer = visitor.get("openapi.json")

        assert answer.status_code == 200
        assert answer.json()["openapi"].startswith("3.1")

    def test_each_operation_declares_its_access_rule(self) -> None:
        without = [op.path for op in operations() if list(op.auth_callbacks) not in ([TOKEN], [PUBLIC])]

        assert operations()
        assert without == []

    def test_what_is_open_to_everybody_is_listed(self) -> None:
        open_to_all = {op.path.split("/{")[0] for op in operations() if list(op.auth_callbacks) == [PUBLIC]}

        assert all(
            path.startswith(("/items", "/lists", "/decisions", "/journal/", "/licence", "/authorisations"))
            or path in ("/copies", "/elements", "/helpers", "/keys")
            for path in open_to_all
        )

    def test_each_refusal_is_a_problem_document(self, visitor: Api) -> None:
        for path, methods in visitor.get("openapi.json").json()["paths"].items():
            for method, operation in methods.items():
                refusals = {status: told for status, told in operation["responses"].items() if status >= "400"}
                assert {"400", "401", "422"} <= set(refusals), (method, path)
                for told in refusals.values():
                    assert list(told["content"]) == ["application/problem+json"]

    def test_each_call_is_told_in_a_line(self) -> None:
        for operation in operations():
            assert 3 < len(operation.summary) < 120
            assert operation.description

    def test_no_two_shapes_share_a_name(self) -> None:
        # They would overwrite each other in the description.
        ours = [
            each.__name__
            for each in (*shapes(base.Shape), *shapes(base.Body))
            if each.__module__.startswith("tongban.")
        ]

        assert [name for name, count in Counter(ours).items() if count > 1] == []

    def test_the_reference_lists_each_call(self) -> None:
        from tongban.settings import REPOSITORY

        reference = (REPOSITORY / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
        listed = set(re.findall(r"`(GET|HEAD|POST|PUT|PATCH|DELETE) /api/v1(/[^`? ]*)", reference))
        there = {(method, re.sub(r"{\w+:", "{", op.path)) for op in operations() for method in op.methods}

        assert listed == there
