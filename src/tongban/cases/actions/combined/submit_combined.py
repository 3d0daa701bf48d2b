"""Hand in all items of a combined application, or none of them."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.intake.submit import Incomplete, hand_in, look_once_more
from tongban.cases.models import CombinedApplication
from tongban.cases.queries.combined import combined_page
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


def submit_combined(*, number: str, actor: Actor, at: dt.datetime) -> list[str]:
    """Submit the draft of each item and return the case numbers; one that is not ready keeps all of them back.

    Raises Incomplete with `<case number>/<field or material>` for all that is missing anywhere, NotFound, NotAllowedNow
    when it was handed in before, and what `submit` refuses.
    """
    page = combined_page(actor, number)
    if page.submitted_at is not None:
        raise NotAllowedNow(_("这份合并申请已经提交，请到“我的空间”看每一件的进度"))
    # In the order of their numbers, as everybody does who holds several: nobody waits for one who waits for them.
    drafts = sorted(line.number for line in page.lines if line.state == "draft")
    for draft in drafts:
        look_once_more(number=draft, actor=actor, at=at)
    _hand_in_all(number, drafts, actor, at)
    return [line.number for line in page.lines]


@transaction.atomic
def _hand_in_all(number: str, drafts: list[str], actor: Actor, at: dt.datetime) -> None:
    missing: dict[str, str] = {}
    for draft in drafts:
        try:
            hand_in(number=draft, actor=actor, at=at)
        except Incomplete as refused:
            missing |= {f"{draft}/{key}": problem for key, problem in refused.errors.items()}
    if missing:
        raise Incomplete(missing)
    CombinedApplication.objects.filter(number=number).update(submitted_at=at)
