"""Sweeps are run by the clock, each by a job of its own name."""

import inspect

import pytest
from procrastinate.contrib.django import app

from tests.matters.days import days
from tongban.kernel.clock import now
from tongban.worker.sweeps import SWEEPS, Sweep

__all__ = ["days"]


@pytest.mark.parametrize("sweep", SWEEPS, ids=lambda sweep: sweep.name)
class TestSweeps:
    def test_take_the_time_and_nothing_else(self, sweep: Sweep) -> None:
        assert list(inspect.signature(sweep.action).parameters) == ["at"]

    @pytest.mark.django_db
    @pytest.mark.usefixtures("days")
    def test_may_be_run_by_the_job_when_there_is_nothing_to_do(self, sweep: Sweep) -> None:
        before = now()

        app.tasks[sweep.name].func(timestamp=int(before.timestamp()))

        periodic = {each.task.name: each.cron for each in app.periodic_registry.periodic_tasks.values()}
        assert periodic[sweep.name] == sweep.cron
