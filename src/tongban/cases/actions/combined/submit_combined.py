"""Hand in all items of a combined application, or none of them."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.intake.submit import submit
from tongban.cases.models import CombinedApplication
from tongban.cases.queries.combined import combined_page
from tongban.kernel.errors import BadInput
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


@transaction.atomic
def submit_combined(*, number: str, actor: Actor, at: dt.datetime) -> list[str]:
    """Submit the draft of each item and return the case numbers; one that is not ready keeps all of them back.

    Raises BadInput with `<case number>/<field or material>` for all that is missing anywhere, NotFound, NotAllowedNow
    when it was handed in before, and what `submit` refuses.
    """
    page = combined_page(actor, number, at)
    if page.submitted_at is not None:
        raise NotAllowedNow(_("这份合并申请已经提交，请到“我的空间”看每一件的进度"))
    missing: dict[str, str] = {}
    for line in page.lines:
        if line.state != "draft":
            continue
        try:
            with transaction.atomic():
                submit(number=line.number, actor=actor, at=at)
        except BadInput as refused:
            missing |= {f"{line.number}/{key}": problem for key, problem in refused.errors.items()}
    if missing:
        raise BadInput(missing)
    CombinedApplication.objects.filter(number=number).update(submitted_at=at)
    return [line.number for line in page.lines]
