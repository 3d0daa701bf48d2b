"""Rate a service once its result is delivered (一事一评, 国办发〔2019〕51号)."""

import contextlib
import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongban.cases.access import is_applicant
from tongban.cases.actions import close
from tongban.cases.queries.reading import read_case
from tongban.feedback.models import Rating
from tongban.kernel.errors import BadInput
from tongban.kernel.rules.texts import storable
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.parties.rules.actor import SYSTEM, Actor

LONGEST_TEXT = 1000


class AlreadyRated(NotAllowedNow):
    """A case is rated once."""


def rate(*, number: str, level: int, actor: Actor, at: dt.datetime, text: str = "", channel: str = "web") -> None:
    """Keep the applicant's rating; a case that was only waiting to be closed is closed with it.

    `level` is 1 (非常满意) to 5 (非常不满意). Raises BadInput, NotFound, NotYours, NotAllowedNow before delivery,
    AlreadyRated.
    """
    facts = read_case(number, actor)
    if not is_applicant(actor, facts) or actor.person_id is None:
        raise NotYours(_("只有申请人可以评价"))
    if facts.parts["case"].mock:
        raise NotAllowedNow(_("模拟办理没有服务结果，不用评价"))
    if facts.state not in ("delivered", "closed"):
        raise NotAllowedNow(_("结果送达之后才能评价"))
    if level not in Rating.Level.values:
        raise BadInput({"level": _("请选择满意程度")})
    if len(text) > LONGEST_TEXT:
        raise BadInput({"text": _("评价最多 %(most)d 个字") % {"most": LONGEST_TEXT}})
    if not storable(text):
        raise BadInput({"text": _("含有无法识别的字符")})
    try:
        with transaction.atomic():
            Rating.objects.create(
                matter_id=facts.matter.pk,
                task_code=facts.parts["case"].task_code,
                owner_id=facts.matter.owner_id,
                level=level,
                text=text.strip(),
                channel=channel if channel in Rating.Channel.values else Rating.Channel.WEB,
                rated_by_id=actor.person_id,
                rated_at=at,
            )
            if facts.state == "delivered":
                # The only other thing that can have happened is that a clerk closed it at this moment.
                with contextlib.suppress(NotAllowedNow):
                    close(number=number, actor=SYSTEM, at=at)
    except IntegrityError as twice:
        raise AlreadyRated(_("您已经评价过，谢谢")) from twice
