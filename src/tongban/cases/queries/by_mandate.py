"""All that was done with a mandate, wherever it was done: in cases, with data, with files, with the mandate itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.matters.queries.by_mandate import acts_by_mandate
from tongban.parties.queries import account_of_agent, events_of_mandate, mandate, organisation, person
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import MandateView
from tongban.sharing.queries.by_agent import LookedUp, looked_up_by


@dataclass(frozen=True, slots=True)
class MandateAct:
    """One thing that was done: when, by whom, in words; of which case, and a note where there is more to say."""

    at: dt.datetime
    who: str
    what: str
    case_number: str
    note: str = ""


def done_with(actor: Actor, mandate_id: int) -> list[MandateAct]:
    """Return all that was done with a mandate, the newest first, in a fixed number of queries.

    Its principal reads it always, its agent as long as it is in force: whose mandate is over learns nothing more by
    it. Raises NotFound to strangers.
    """
    found = mandate(actor, mandate_id)
    if found.side != "principal" and not found.in_force:
        return []
    words = {
        "give_mandate": _("提出授权"),
        "ask_mandate": _("请求授权"),
        "accept_mandate": _("同意"),
        "decline_mandate": _("谢绝"),
        "revoke_mandate": _("收回"),
        "record_mandate": _("在窗口登记纸质授权"),
        "hand_over": _("记下带走原件"),
        "give_back": _("记下归还原件"),
        "download": _("下载了文件"),
    }
    acts = [
        MandateAct(each.at, each.actor_name, words.get(each.kind, each.kind), each.case_number)
        for each in events_of_mandate(actor, found.id)
    ]
    acts += [
        MandateAct(each.at, each.actor_name, _(each.label), each.number, each.subject)
        for each in acts_by_mandate(found.id, principal_kind=found.principal_kind, principal_id=found.principal_id)
    ]
    acts += [
        MandateAct(
            each.at,
            each.actor_name,
            _("查询了 %(count)d 项数据") % {"count": each.count} if each.count else _("查询数据，没有查到"),
            each.case_number,
            each.purpose,
        )
        for each in _looks(found)
    ]
    return sorted(acts, key=lambda each: each.at, reverse=True)


def _looks(found: MandateView) -> list[LookedUp]:
    account_id = account_of_agent(found)
    if found.agent_accepted_at is None or account_id is None:
        return []
    whose = organisation if found.principal_kind == "organisation" else person
    code = whose(found.principal_id).code
    return looked_up_by(account_id, subject_code=code, since=found.agent_accepted_at, until=found.revoked_at)
