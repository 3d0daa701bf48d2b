"""Ask the city to delete one's data or to explain what is done with it: an answer is owed, with a clock."""

import datetime as dt
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tongban.feedback.access import DATA_REQUEST
from tongban.feedback.models import DataRequest
from tongban.feedback.rules.texts import refuse_unclear
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import parameter
from tongban.matters.actions.project import start_clock
from tongban.matters.actions.step import Stepped, new_matter, open_matter
from tongban.matters.actions.writes import Insert
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.parties.queries import authority, operator_id, person
from tongban.parties.rules.actor import Actor

DAYS = "data_request_days"


class AskedAlready(NotAllowedNow):
    """A request of the same kind waits for its answer."""


@transaction.atomic
def claim_data_right(*, topic: str, text: str, actor: Actor, at: dt.datetime, scope: Sequence[str] = ()) -> Stepped:
    """Open the request of a person about their own data (个人信息保护法 第四十七、四十八、五十条).

    `topic` is delete, with a `scope` of documents, answers and drafts, or explain, with what is to be explained in
    `text`. The city's operator answers it. Raises BadInput, AskedAlready, NotYours without a person behind the account.
    """
    if actor.person_id is None or (city := operator_id()) is None:
        raise NotYours(_("请用个人账号登录后再提出"))
    errors = _wrong(topic, text, scope)
    if errors:
        raise BadInput(errors)
    waiting = DataRequest.objects.filter(matter__agent_id=actor.person_id, matter__closed_at=None, topic=topic)
    if waiting.exists():
        raise AskedAlready(_("您提出的同类请求正在处理，请等候答复"))
    keeper, me, today = authority(city), person(actor.person_id), day_of(at)
    clock = start_clock(
        None, "answer", on=today, days=parameter(DAYS, keeper.region_code, today), region_code=keeper.region_code
    )
    matter = new_matter(
        number=_number(at),
        region_id=keeper.region_code,
        owner_id=keeper.id,
        subject=_("个人信息请求：%(topic)s") % {"topic": DataRequest.Topic(topic).label},
        applicant_name=me.name,
        applicant_person_id=me.id,
        agent_id=me.id,
    )
    row = DataRequest(topic=topic, scope=sorted(set(scope)) if topic == "delete" else [], text=text.strip())
    said = {"topic": topic, "scope": row.scope, "due_on": clock.due_on.isoformat()}
    writes = [Insert(clock), Insert(row)]
    return open_matter(DATA_REQUEST, matter, "claim_data_right", actor=actor, at=at, writes=writes, said=said)


def _wrong(topic: str, text: str, scope: Sequence[str]) -> dict[str, str]:
    if topic not in DataRequest.Topic.values:
        return {"topic": _("请选择删除或者解释说明")}
    if topic == DataRequest.Topic.DELETE and (not scope or not set(scope) <= set(DataRequest.Scope.values)):
        return {"scope": _("请选择要删除的内容")}
    if topic == DataRequest.Topic.EXPLAIN or text.strip():
        return refuse_unclear("text", text, _("请写明想了解什么，例如哪一次自动填写或者哪一个决定"))
    return {}


def _number(at: dt.datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('feedback_data_request_number')")
        (serial,) = cursor.fetchone()
    return f"XX{day_of(at):%Y%m%d}{serial:06d}"
