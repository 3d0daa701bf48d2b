"""What happens to licences when a day passes: their time is over, their holders are reminded, and found."""

import datetime as dt

from tongban.licences.actions.expire import expire
from tongban.licences.actions.remind import remind
from tongban.licences.actions.stock.link_holders import link_holders


def sweep_expiry(*, at: dt.datetime) -> int:
    """Expire what is past its last day, and return how many licences those were."""
    return expire(at=at)


def sweep_expiry_reminders(*, at: dt.datetime) -> int:
    """Remind holders of what ends, and return how many messages that were."""
    return remind(at=at)


def sweep_stock_holders(*, at: dt.datetime) -> int:
    """Give licences of the stock to the holders who registered since, and return how many those were."""
    return link_holders(at=at)
