"""What happens to a case when a day passes and nobody acts: one step each, by the system."""

import datetime as dt
import logging
from collections.abc import Callable

from tongban.cases.actions.decision.close import close
from tongban.cases.actions.decision.deem_renewed import deem_renewed
from tongban.cases.actions.intake.deem_accepted import deem_accepted
from tongban.cases.actions.intake.discard import discard
from tongban.cases.actions.intake.terminate import UNCORRECTED, terminate
from tongban.cases.queries import waiting
from tongban.cases.queries.renewals import undecided_renewals
from tongban.kernel.clock import day_of
from tongban.kernel.errors import Refusal
from tongban.matters.actions.alerts import raise_alerts
from tongban.matters.rules.alerts import REFERRAL_LATE
from tongban.parties.rules.actor import SYSTEM

log = logging.getLogger(__name__)


def sweep_silence(*, at: dt.datetime) -> int:
    """Deem accepted what its window did not answer in time, and return how many cases that were."""
    return _each(waiting.unanswered(day_of(at)), lambda number: deem_accepted(number=number, at=at))


def sweep_corrections(*, at: dt.datetime) -> int:
    """Terminate what its applicant did not correct in time, and return how many cases that were."""
    return _each(
        waiting.uncorrected(day_of(at)),
        lambda number: terminate(
            number=number, ground=UNCORRECTED, reason="在补正期限内没有提交补正材料。", actor=SYSTEM, at=at
        ),
    )


def sweep_delivered(*, at: dt.datetime) -> int:
    """Close what was delivered and not rated for some days, and return how many cases that were."""
    return _each(waiting.unrated(at), lambda number: close(number=number, actor=SYSTEM, at=at))


def sweep_drafts(*, at: dt.datetime) -> int:
    """Discard the drafts that were left alone for their time, and return how many that were."""
    return _each(waiting.untouched_drafts(at), lambda number: discard(number=number, actor=SYSTEM, at=at))


def sweep_renewals(*, at: dt.datetime) -> int:
    """Deem renewed what nobody decided before its licence expired, and return how many cases that were."""
    return _each(undecided_renewals(day_of(at)), lambda number: deem_renewed(number=number, at=at))


def sweep_referrals(*, at: dt.datetime) -> int:
    """Raise an alert on each referral of a window that its authority left unanswered; return how many are new."""
    return raise_alerts(REFERRAL_LATE, waiting.unanswered_referrals(day_of(at)), at=at)


def _each(numbers: list[str], act: Callable[[str], object]) -> int:
    """Take the step in each case; what somebody else moved meanwhile is left alone, what fails stops no other."""
    done, failed = 0, None
    for number in numbers:
        try:
            act(number)
            done += 1
        except Refusal:
            continue
        except Exception as error:
            log.exception("the sweep could not move case %s", number)
            failed = error
    if failed is not None:
        raise failed
    return done
