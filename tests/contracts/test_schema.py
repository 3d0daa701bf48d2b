"""Requests made up from the API's own description, in every role: none is a failure of ours, none is undocumented.

Each operation is asked a few times, half of them by who may make the call and half by anybody else;
TONGBAN_SCHEMA_EXAMPLES says how often (8, and some hundred for a long run).
"""

import datetime as dt
import os
import random
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.api.client import token_of
from tests.cases.factory import case as case_at
from tests.cases.factory import road_code
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
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
]
QUIETLY = settings(
    max_examples=int(os.environ.get("TONGBAN_SCHEMA_EXAMPLES", "8")),
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Around:
    """A city with a case at the stage that a call is for, and the tokens of who may make it and of who may not."""

    def __init__(self, path: str) -> None:
        self.role = role_of(path)
        self.tokens: dict[str, str] = {"": ""}
        number = case_at(stage_of(path))
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


@pytest.fixture
def around(request: pytest.FixtureRequest) -> Around:
    made = Around(request.node.name.partition(" ")[2].rstrip("]"))
    while forward(lambda jobs: None):
        continue
    checkpoint(at=clock.now())
    return made


@schema.parametrize()
@QUIETLY
def test_each_call_answers_as_described(case: schemathesis.Case, around: Around) -> None:
    dice = random.Random(repr(case.query) + repr(case.body) + repr(case.path_parameters))
    around.settle(case, dice)

    case.call_and_validate(headers=around.headers(dice), checks=CHECKS)
