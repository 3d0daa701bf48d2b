"""Operations that are worked out when somebody first calls them: once, whoever calls."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import HttpRequest
from ninja.operation import Operation

from tongban.api import late
from tongban.api.shapes.base import Body, Shape

CALLERS = 16


class Asked(Body):
    word: str


class Answered(Shape):
    word: str


def answer(request: HttpRequest, body: Asked) -> Answered:
    """Answer with the word."""
    return Answered(word=body.word)


class TestLateOperation:
    def test_is_worked_out_once_however_many_call_it_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        made: list[object] = []

        class Slow(Operation):
            def __init__(self, *args: object, **declared: object) -> None:
                time.sleep(0.05)
                super().__init__(*args, **declared)  # type: ignore[arg-type]
                made.append(self)

        monkeypatch.setattr(late, "Operation", Slow)
        declared = late.LateOperation("/words", ["POST"], answer, response={200: Answered})
        bound = [declared.clone(), declared.clone()]
        gate = threading.Barrier(CALLERS)

        def call(place: int) -> tuple[object, object]:
            gate.wait()
            operation = bound[place % 2]
            return operation.models, operation.response_models

        with ThreadPoolExecutor(CALLERS) as callers:
            found = list(callers.map(call, range(CALLERS)))

        assert len(made) == 1
        assert all(models is found[0][0] and answers is found[0][1] for models, answers in found)
