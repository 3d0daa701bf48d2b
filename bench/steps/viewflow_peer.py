"""The life as a flow of django-viewflow: a start, handles, a split into three, a join, an end.

Handles are its tasks that need no browser, so they are its fastest; the lock is the one that its documentation
recommends for PostgreSQL. Only the flow's own rows are written: no clocks, no journal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from viewflow import jsonstore, this
from viewflow.workflow import flow, lock
from viewflow.workflow.models import Process

from bench.steps import life
from bench.steps.life import Cast

NAME = "viewflow"
DATABASE = "as_it_comes"


class BenchProcess(Process):
    """A case as a process; its data are in the process's JSON."""

    number = jsonstore.CharField(max_length=50)
    outcome = jsonstore.CharField(max_length=10)

    class Meta:
        proxy = True
        app_label = "viewflow"


class CaseFlow(flow.Flow):
    """Draft, submit, accept, open the reviews, three reviews at the same time, decide."""

    process_class = BenchProcess
    lock_impl = lock.select_for_update_lock

    draft = flow.StartHandle(this.begin).Next(this.submit)
    submit = flow.Handle(this.note).Next(this.accept)
    accept = flow.Handle(this.note).Next(this.open_reviews)
    open_reviews = flow.Handle(this.note).Next(this.split)
    split = flow.Split().Always(this.municipal).Always(this.traffic).Always(this.gardens)
    municipal = flow.Handle(this.note).Next(this.join)
    traffic = flow.Handle(this.note).Next(this.join)
    gardens = flow.Handle(this.note).Next(this.join)
    join = flow.Join().Next(this.decide)
    decide = flow.Handle(this.conclude).Next(this.end)
    end = flow.End()

    def begin(self, activation: Any, number: str) -> Any:
        """Keep the number in the process."""
        activation.process.number = number
        return activation.process

    def note(self, activation: Any, **said: Any) -> None:
        """Keep what was said in the task."""
        activation.task.data = said

    def conclude(self, activation: Any, outcome: str) -> None:
        """Keep the outcome in the process."""
        activation.process.outcome = outcome
        activation.process.save()


def lives(cast: Cast) -> Callable[[str], None]:
    """Return what plays one life under a number."""

    def act(process: Any, name: str, **said: Any) -> None:
        node = getattr(CaseFlow, name)
        task = process.task_set.get(flow_task=node, status="NEW")
        node.run(task, **said)

    def play(number: str) -> None:
        process = CaseFlow.draft.run(number=number)
        for name in ("submit", "accept", "open_reviews"):
            act(process, name, by=cast.clerk.name)
        for place, code in enumerate(life.REVIEWS):
            act(process, code, opinion="agree", by=cast.reviewer(place).name)
        act(process, "decide", outcome="granted")

    return play
