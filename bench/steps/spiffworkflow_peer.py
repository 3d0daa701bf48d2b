"""The life in SpiffWorkflow: a BPMN process whose serialised state is loaded and saved in PostgreSQL at each step.

Loading and saving are the two calls that its documentation shows, `serialize_json` and `deserialize_json`. The
process is parsed once. Each step also writes one journal row, in the same statement as the state.
"""

from __future__ import annotations

import io
import itertools
import os
from collections.abc import Callable

import psycopg
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

from bench.steps import life
from bench.steps.life import AT, Cast

NAME = "spiffworkflow"
TABLES = (
    "CREATE TABLE IF NOT EXISTS bench_spiff_state (number text PRIMARY KEY, state text NOT NULL)",
    "CREATE TABLE IF NOT EXISTS bench_spiff_journal (id bigserial PRIMARY KEY, number text NOT NULL,"
    " verb text NOT NULL, actor text NOT NULL, recorded_at timestamptz NOT NULL, facts jsonb NOT NULL)",
)
LOAD = "SELECT state FROM bench_spiff_state WHERE number = %s FOR UPDATE"
SAVE = (
    "WITH saved AS (INSERT INTO bench_spiff_state (number, state) VALUES (%(number)s, %(state)s)"
    " ON CONFLICT (number) DO UPDATE SET state = EXCLUDED.state)"
    " INSERT INTO bench_spiff_journal (number, verb, actor, recorded_at, facts)"
    " VALUES (%(number)s, %(verb)s, %(actor)s, %(at)s, %(facts)s)"
)


def bpmn() -> bytes:
    """Return the process as BPMN 2.0: submit, accept, open the reviews, fork, three reviews, join, decide."""
    nodes = ['<startEvent id="start"/>', '<endEvent id="end"/>']
    nodes += [f'<manualTask id="{name}"/>' for name in ("submit", "accept", "open_reviews", *life.REVIEWS, "decide")]
    nodes += ['<parallelGateway id="fork"/>', '<parallelGateway id="join"/>']
    chain = ("start", "submit", "accept", "open_reviews", "fork")
    flows = [*itertools.pairwise(chain), ("join", "decide"), ("decide", "end")]
    flows += [("fork", code) for code in life.REVIEWS] + [(code, "join") for code in life.REVIEWS]
    nodes += [f'<sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>' for n, (a, b) in enumerate(flows)]
    return (
        '<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' targetNamespace="bench" id="definitions"><process id="life" isExecutable="true">'
        + "".join(nodes)
        + "</process></definitions>"
    ).encode()


def lives(cast: Cast) -> Callable[[str], None]:
    """Return what plays one life under a number, on a connection of its own."""
    connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    parser = BpmnParser()
    parser.add_bpmn_io(io.BytesIO(bpmn()))
    spec = parser.get_spec("life")
    serializer = BpmnWorkflowSerializer()

    def save(workflow: BpmnWorkflow, number: str, verb: str, actor: str) -> None:
        state = serializer.serialize_json(workflow)
        values = {"number": number, "state": state, "verb": verb, "actor": actor, "at": AT, "facts": "{}"}
        connection.execute(SAVE, values, prepare=True)

    def act(number: str, name: str, actor: str) -> None:
        with connection.transaction():
            row = connection.execute(LOAD, [number], prepare=True).fetchone()
            assert row is not None
            workflow = serializer.deserialize_json(row[0])
            (task,) = workflow.get_tasks(state=TaskState.READY, spec_name=name)
            task.data["by"] = actor
            task.run()
            workflow.do_engine_steps()
            assert (name == "decide") == workflow.is_completed()
            save(workflow, number, name, actor)

    def play(number: str) -> None:
        workflow = BpmnWorkflow(spec)
        workflow.do_engine_steps()
        with connection.transaction():
            save(workflow, number, "draft", cast.applicant.name)
        for name in ("submit", "accept", "open_reviews"):
            act(number, name, cast.clerk.name)
        for place, code in enumerate(life.REVIEWS):
            act(number, code, cast.reviewers[place].name)
        act(number, "decide", cast.decider.name)

    return play
