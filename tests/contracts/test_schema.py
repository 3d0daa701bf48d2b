"""Requests made up from the API's own description, in every role: none is a failure of ours, none is undocumented.

Each operation is asked some times, half of them by who may make the call and half by anybody else, and the same in
every run. TONGBAN_SCHEMA_EXAMPLES makes it a long run (some hundred times each), which asks otherwise every time.
"""

import datetime as dt
import os
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core import NotSet
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.api.client import token_of
from tests.cases.factory import case as case_at
from tests.cases.factory import road_code
from tests.city import MONDAY
from tests.clock import FrozenClock
from tests.contracts.roles import OTHERS, SYSTEM, role_of, stage_of
from tests.parties.factories import make_official
from tongban.cases.models import CaseMaterial, Decision
from tongban.kernel import clock
from tongban.kernel.outbox import forward
from tongban.matters.actions.sequence import checkpoint
from tongban.matters.models import Matter
from tongban.parties.actions import issue_token
from tongban.parties.models import Authority, ClientSystem
from tongban.parties.queries import actor_of
from tongban.parties.rules.actor import DutyKind

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
OPERATIONS = {each.ok().label: each.ok() for each in schema.get_all_operations()}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
]
EXPLORED = os.environ.get("TONGBAN_SCHEMA_EXAMPLES")
# There are eleven thousand edges; each call is asked about some at each of its parts, and in the long run about all.
ONE_EDGE_IN = 3
QUIETLY = settings(
    max_examples=int(EXPLORED or "8"),
    deadline=None,
    derandomize=not EXPLORED,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Around:
    """A city with a case at the stage that a call is for, and the tokens of who may make it and of who may not."""

    def __init__(self, path: str, number: str) -> None:
        self.role = role_of(path)
        self.tokens: dict[str, str] = {"": ""}
        matter = Matter.objects.get(number=number)
        self.real = {
            "number": number,
            "code": road_code() if "/items/" in path else "plan",
            "index": 0,
            "file_id": CaseMaterial.objects.filter(code="plan", matter=matter).values_list("pk", flat=True)[0],
            "document_number": f"{number}-JS01",
            "identifier": getattr(Decision.objects.filter(matter=matter).first(), "licence_identifier", ""),
        }

    def headers(self, dice: random.Random) -> dict[str, str]:
        """Return who asks: in one of two requests who may, in the other anybody."""
        role = self.role if dice.random() < 0.5 else dice.choice(OTHERS)
        if role not in self.tokens:
            self.tokens[role] = system_token() if role == SYSTEM else token_of(role)
        return {"Authorization": f"Bearer {self.tokens[role]}"} if role else {}

    def settle(self, made: Any, dice: random.Random) -> None:
        """Make the path lead somewhere in three of four requests."""
        for name, value in self.real.items():
            if name in made.path_parameters and dice.random() < 0.75:
                made.path_parameters[name] = value


def system_token() -> str:
    """Return the token of a department's system that may do all that a system may."""
    own = Authority.objects.get(key="chengguan")
    by = actor_of(make_official(own, DutyKind.ADMINISTRATOR).account, "web", on=clock.today())
    system = ClientSystem.objects.create(key="roads", name="道路系统", authority=own)
    issued = issue_token(
        name="系统",
        scopes=("read", "act", "exchange"),
        expires_at=clock.now() + dt.timedelta(days=300),
        actor=by,
        at=clock.now(),
        client_system_key=system.key,
    )
    return issued.raw


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Let no request close the connection whose transaction holds the city."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def number(request: pytest.FixtureRequest, city: None, django_db_blocker: Any) -> Iterator[str]:
    """The number of a case at a stage, for all calls that are made at that stage."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        FrozenClock(patch, MONDAY + dt.timedelta(hours=1))
        number = case_at(request.param)
        while forward(lambda jobs: None):
            continue
        checkpoint(at=clock.now())
        yield number
        transaction.set_rollback(True)


def path_of(label: str) -> str:
    """Return the path of an operation that is named by method and path."""
    return label.partition(" ")[2]


# The stage is said by itself, so that all calls of a stage come one after another and its case is made once.
@pytest.mark.parametrize(
    ("number", "label"), [(stage_of(path_of(label)), label) for label in OPERATIONS], ids=str, indirect=["number"]
)
def test_each_call_answers_as_described(number: str, label: str) -> None:
    around = Around(path_of(label), number)
    asked: list[str] = []

    def is_answered(case: schemathesis.Case) -> None:
        asked.append(case.method)
        body = "" if isinstance(case.body, NotSet) else case.body
        dice = random.Random(repr((case.query, body, case.path_parameters)))
        around.settle(case, dice)
        case.call_and_validate(headers=around.headers(dice), checks=CHECKS)

    asked_in_every_way(OPERATIONS[label], is_answered)

    assert asked


def asked_in_every_way(operation: Any, is_answered: Callable[[schemathesis.Case], None]) -> None:
    """Ask what lies at the edges of what is described, and then what comes by chance.

    Schemathesis makes these for all operations while tests are collected, in each process, and gives them all one name,
    of which several processes run the first alone.
    """
    if not EXPLORED:
        random.seed(operation.label)
    ask = build_operation_test(
        config=schema.config,
        operation=operation,
        test_func=QUIETLY(is_answered),
        given_kwargs={},
        feedback=NO_FEEDBACK,
    )
    if not EXPLORED:
        ask.hypothesis_explicit_examples = ask.hypothesis_explicit_examples[::ONE_EDGE_IN]
    ask()
