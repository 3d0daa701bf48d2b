"""The life as a flow of django-viewflow: tasks of people, a split into three, a join, an end.

Each task does what the library's own views do on a POST, without the form: take the flow's lock (the one that its
documentation recommends for PostgreSQL), assign and start the task, save the process, execute. Only the flow's own rows
are written: no clocks, no reviews, no journal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from viewflow import jsonstore, this
from viewflow.workflow import flow, lock
from viewflow.workflow.models import Process

from bench.steps import life
from bench.steps.life import Cast
from tongban.parties.models import Account

NAME = "viewflow"
DATABASE = "as_it_comes"


class BenchProcess(Process):
    """A case as a process; its data are in the process's JSON."""

    number = jsonstore.CharField(max_length=50)
    municipal_opinion = jsonstore.CharField(max_length=10)
    traffic_opinion = jsonstore.CharField(max_length=10)
    gardens_opinion = jsonstore.CharField(max_length=10)
    outcome = jsonstore.CharField(max_length=10)

    class Meta:
        proxy = True
        app_label = "viewflow"


def task_view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Show the form of a task; nobody opens it here."""
    return HttpResponse()


class CaseFlow(flow.Flow):
    """Draft, submit, accept, open the reviews, three reviews at the same time, decide."""

    process_class = BenchProcess
    lock_impl = lock.select_for_update_lock

    draft = flow.StartHandle(this.begin).Next(this.submit)
    submit = flow.View(task_view).Next(this.accept)
    accept = flow.View(task_view).Next(this.open_reviews)
    open_reviews = flow.View(task_view).Next(this.split)
    split = flow.Split().Always(this.municipal).Always(this.traffic).Always(this.gardens)
    municipal = flow.View(task_view).Next(this.join)
    traffic = flow.View(task_view).Next(this.join)
    gardens = flow.View(task_view).Next(this.join)
    join = flow.Join().Next(this.decide)
    decide = flow.View(task_view).Next(this.end)
    end = flow.End()

    def begin(self, activation: Any, number: str) -> Any:
        """Keep the number in the process."""
        activation.process.number = number
        return activation.process


def lives(cast: Cast) -> Callable[[str], None]:
    """Return what plays one life under a number."""
    clerk, decider = Account.objects.get(official=cast.clerk_id), Account.objects.get(official=cast.decider_id)
    reviewers = [Account.objects.get(official=reviewer) for reviewer in cast.reviewer_ids]

    def act(process: BenchProcess, name: str, by: Account, **said: str) -> None:
        with CaseFlow.lock(process.pk):
            task = process.task_set.get(flow_task=getattr(CaseFlow, name), status="NEW")
            activation = task.flow_task.activation_class(task)
            activation.assign(by)
            activation.start(None)
            for field, value in said.items():
                setattr(activation.process, field, value)
            activation.process.save()
            activation.execute()

    def play(number: str) -> None:
        process = CaseFlow.draft.run(number=number)
        for name in ("submit", "accept", "open_reviews"):
            act(process, name, clerk)
        for code, reviewer in zip(life.REVIEWS, reviewers, strict=True):
            act(process, code, reviewer, **{f"{code}_opinion": "agree"})
        act(process, "decide", decider, outcome="granted")

    return play
