"""What is announced is heard, and every job that is queued has a worker that does it."""

import ast
import fnmatch

import pytest
from procrastinate.contrib.django import app

from tests.architecture.source import SOURCE, source_files, tree
from tests.architecture.test_states import kinds
from tongban.cases.events import FIGURES_TOLD
from tongban.catalogue.events import VERSION_PUBLISHED
from tongban.kernel import outbox
from tongban.kernel.events import CALENDAR_CHANGED
from tongban.licences import lifecycle as licences
from tongban.licences.events import COPY_ASKED, COPY_MADE
from tongban.licences.events import topic as licence_topic
from tongban.matters.events import DUE_DAYS_MOVED, LAMPS_TURNED, topic
from tongban.notices.events import MESSAGE_SENT
from tongban.parties.events import CLAIM_ENDED, MANDATE_VERBS, SIGN_IN_LOCKED, mandate_topic
from tongban.worker import sweeps, tasks


def topics() -> set[str]:
    """Return every topic that the house announces."""
    said = {topic(kind.code, move.verb) for kind in kinds() for move in kind.moves}
    said |= {licence_topic(verb) for verb in (licences.ISSUE.verb, *licences.MOVES)}
    said |= {mandate_topic(verb) for verb in MANDATE_VERBS}
    said |= {COPY_MADE, COPY_ASKED, CLAIM_ENDED, SIGN_IN_LOCKED}
    return said | {VERSION_PUBLISHED, MESSAGE_SENT, CALENDAR_CHANGED, DUE_DAYS_MOVED, LAMPS_TURNED, FIGURES_TOLD}


def _handlers() -> dict[str, str]:
    return {name: pattern for name, (pattern, _) in outbox._handlers.items() if name.startswith("tongban.")}


class TestHandlers:
    def test_listen_to_something_that_is_announced(self) -> None:
        deaf = [name for name, pattern in _handlers().items() if not fnmatch.filter(topics(), pattern)]

        assert _handlers()
        assert deaf == []

    def test_are_all_registered_when_the_apps_are_ready(self) -> None:
        written = {
            f"tongban.{path.parent.name}.handlers.{node.name}"
            for path in SOURCE.glob("*/handlers.py")
            for node in tree(path).body
            if isinstance(node, ast.FunctionDef)
            and any(isinstance(d, ast.Call) and getattr(d.func, "id", "") == "on" for d in node.decorator_list)
        }

        assert written == set(_handlers())

    def test_live_in_handlers_files_only(self) -> None:
        elsewhere = [
            str(path.relative_to(SOURCE))
            for path in source_files()
            if path.name != "handlers.py"
            for node in ast.walk(tree(path))
            if isinstance(node, ast.FunctionDef)
            and any(isinstance(d, ast.Call) and getattr(d.func, "id", "") == "on" for d in node.decorator_list)
        ]

        assert elsewhere == []


class TestJobs:
    def test_all_go_to_the_queue_that_the_worker_works_off(self) -> None:
        ours = {name: task.queue for name, task in app.tasks.items() if task.func.__module__.startswith("tongban.")}

        assert {"handle", "forward", "retry_stalled"} <= set(ours)
        assert set(ours.values()) == {tasks.QUEUE}

    def test_of_handlers_are_tried_again(self) -> None:
        assert app.tasks["handle"].retry_strategy is not None

    @pytest.mark.parametrize("name", ["forward", "retry_stalled", *(sweep.name for sweep in sweeps.SWEEPS)])
    def test_that_keep_the_house_run_by_themselves(self, name: str) -> None:
        assert name in {periodic.task.name for periodic in app.periodic_registry.periodic_tasks.values()}
