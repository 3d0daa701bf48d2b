"""What is looked after by the clock: a line for each sweep says when, and which action does it.

An action of a sweep takes `at`, is a set and not a loop over matters, and may be run again at any time: what a missed
or broken run left undone is done by the next.
"""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass

from procrastinate.contrib.django import app

from tongban.cases.actions.announce_figures import announce_figures
from tongban.cases.actions.promises.sweep_deferred import sweep_deferred
from tongban.cases.actions.sweep_alerts import sweep_alerts
from tongban.cases.actions.sweep_cases import (
    sweep_corrections,
    sweep_delivered,
    sweep_drafts,
    sweep_referrals,
    sweep_renewals,
    sweep_silence,
)
from tongban.cases.actions.sweep_reviews import sweep_reviews
from tongban.catalogue.actions import take_effect
from tongban.catalogue.actions.exchange.queue_exchange import queue_exchange
from tongban.catalogue.actions.keep_figures import sum_figures
from tongban.catalogue.actions.sweep_quality import sweep_quality
from tongban.catalogue.actions.words.sweep_empty_searches import sweep_empty_searches
from tongban.kernel.actions.stage_file import sweep_staged
from tongban.kernel.allowances import sweep_allowances
from tongban.kernel.clock import now
from tongban.kernel.pulse import note_run
from tongban.kernel.tracing import span
from tongban.licences.actions.copies import sweep_copies
from tongban.licences.actions.index_licences import index_licences
from tongban.licences.actions.make_pending import make_some_pending
from tongban.licences.actions.sweep_licences import sweep_expiry, sweep_expiry_reminders, sweep_stock_holders
from tongban.matters.actions.ask_witnesses import ask_witnesses
from tongban.matters.actions.sweep_days import sweep_days
from tongban.matters.actions.sweep_lamps import sweep_lamps
from tongban.notices.actions import send_grouped
from tongban.parties.actions import sweep_mandates, sweep_sign_in_locks
from tongban.sharing.actions import sweep_uploads
from tongban.sharing.actions.space.forget_space import sweep_space
from tongban.worker.tasks import QUEUE

# In UTC. The first of a day in Shanghai runs soon after its midnight.
EVERY_MINUTE = "* * * * *"
EVERY_FIVE_MINUTES = "*/5 * * * *"
NIGHTLY = "10 16-21 * * *"


@dataclass(frozen=True, slots=True)
class Sweep:
    """An action that is run by itself: `cron` says when, the job has the action's name."""

    cron: str
    action: Callable[..., object]

    @property
    def name(self) -> str:
        return self.action.__name__


SWEEPS = (
    Sweep(EVERY_FIVE_MINUTES, send_grouped),
    # A step taken by a process that still knew the old calendar is set right by night.
    Sweep(NIGHTLY, sweep_days),
    Sweep(NIGHTLY, sweep_alerts),
    Sweep(EVERY_FIVE_MINUTES, sweep_silence),
    # A list that counts from today counts from the first minutes of the day.
    Sweep(EVERY_FIVE_MINUTES, take_effect),
    Sweep(EVERY_FIVE_MINUTES, queue_exchange),
    Sweep(NIGHTLY, sweep_corrections),
    Sweep(NIGHTLY, sweep_delivered),
    Sweep(NIGHTLY, sweep_drafts),
    Sweep(NIGHTLY, sweep_space),
    Sweep(NIGHTLY, sweep_referrals),
    Sweep(NIGHTLY, sweep_renewals),
    Sweep(NIGHTLY, sweep_expiry),
    Sweep(NIGHTLY, sweep_expiry_reminders),
    # Who registers finds what the stock has of them within minutes.
    Sweep(EVERY_FIVE_MINUTES, sweep_stock_holders),
    Sweep(NIGHTLY, sweep_deferred),
    Sweep(NIGHTLY, sweep_copies),
    Sweep(NIGHTLY, make_some_pending),
    Sweep(NIGHTLY, sweep_lamps),
    Sweep(NIGHTLY, sweep_reviews),
    # What is announced is kept by the queue; a later run of the night sums it up.
    Sweep(NIGHTLY, announce_figures),
    Sweep(NIGHTLY, sum_figures),
    Sweep(NIGHTLY, sweep_quality),
    Sweep(NIGHTLY, sweep_empty_searches),
    Sweep(NIGHTLY, sweep_uploads),
    Sweep(NIGHTLY, sweep_staged),
    Sweep(NIGHTLY, sweep_mandates),
    Sweep(NIGHTLY, sweep_sign_in_locks),
    Sweep(NIGHTLY, sweep_allowances),
    Sweep(NIGHTLY, index_licences),
    Sweep(EVERY_MINUTE, ask_witnesses),
)


def run(sweep: Sweep, at: dt.datetime) -> None:
    """Run a sweep once."""
    began = time.monotonic()
    with span(f"sweep {sweep.name}"):
        sweep.action(at=at)
    note_run(name=sweep.name, seconds=time.monotonic() - began)


def _schedule(sweep: Sweep) -> None:
    def job(timestamp: int) -> None:
        run(sweep, now())

    task = app.task(name=sweep.name, queue=QUEUE, queueing_lock=sweep.name, pass_context=False)
    app.periodic(cron=sweep.cron)(task(job))


for _sweep in SWEEPS:
    _schedule(_sweep)
