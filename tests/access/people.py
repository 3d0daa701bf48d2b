"""Everybody who may come to the door: people of the demo city, the same duties elsewhere, and tokens of every sort."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tests.city import MONDAY, STORY, actor, company
from tests.parties.factories import make_account, make_mandate, make_official, make_person, make_region
from tongban.parties.actions import issue_token, revoke_token
from tongban.parties.models import Account, Authority, ClientSystem, Official, Organisation
from tongban.parties.queries import actor_of
from tongban.parties.rules.actor import Actor, DutyKind

TODAY = MONDAY.date()
YESTERDAY = TODAY - dt.timedelta(days=1)
LATER = MONDAY + dt.timedelta(days=300)
# The authority of the world's case; and one that has no part in anything of the world.
OWN, ELSEWHERE = "chengguan", "tiyu"
# A supervisor watches over all the city, a helper serves all of it; heads of government come from another one.
OF_THE_CITY = (DutyKind.SUPERVISOR, DutyKind.HELPER, DutyKind.GOVERNMENT_HEAD)
NOT_THE_ITEM = ["11990100TB00990170990117002011"]


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody at the door: by whose session they see pages, by which token they call; without either a visitor."""

    account: Account | None = None
    token: str = ""


def callers() -> dict[str, Caller]:
    """Return everybody by the name of their role (`tongban.cli.access_rules.ROLES`)."""
    people = {role: name for role, name in STORY["people"].items() if role != "second_clerk"}
    found = {role: _with_token(Account.objects.get(username=name)) for role, name in people.items()}
    found["operator"] = found.pop("administrator")
    found["privacy_steward"] = _with_token(Account.objects.get(username="hu.siquan"))
    own, elsewhere = (Authority.objects.get(key=key) for key in (OWN, ELSEWHERE))
    administrator = make_official(own, DutyKind.ADMINISTRATOR)
    found["administrator"] = _with_token(administrator.account)
    found["clerk_who_left"] = _with_token(make_official(own, DutyKind.CLERK, ends_on=YESTERDAY).account)
    for kind in DutyKind:
        if kind not in OF_THE_CITY:
            found[f"{kind.value}_elsewhere"] = _with_token(make_official(elsewhere, kind).account)
    far = Authority.objects.create(
        key="far", uscc="11990100TB00990170", name="青禾市人民政府", short_name="青禾市政府", region=make_region()
    )
    found["government_head_elsewhere"] = _with_token(make_official(far, DutyKind.GOVERNMENT_HEAD).account)
    return {"anonymous": Caller(), **found, **_agents(), **_tokens(own, administrator)}


def _agents() -> dict[str, Caller]:
    firm = Organisation.objects.get(pk=company(actor("applicant")))

    def agent(scope: object = "all", ends_on: dt.date | None = None, **changes: object) -> Caller:
        person = make_person()
        mandate = make_mandate(person, organisation=firm, scope=scope, ends_on=ends_on)
        for name, value in changes.items():
            setattr(mandate, name, value)
        mandate.save()
        return _with_token(make_account(person=person))

    return {
        "agent": agent(),
        "agent_of_another_item": agent(scope=NOT_THE_ITEM),
        "agent_expired": agent(ends_on=YESTERDAY),
        "agent_revoked": agent(revoked_at=MONDAY - dt.timedelta(hours=1), ended_by="principal"),
        "agent_not_accepted": agent(agent_accepted_at=None),
    }


def _tokens(own: Authority, administrator: Official) -> dict[str, Caller]:
    applicant = Account.objects.get(username=STORY["people"]["applicant"])
    gone = make_account(person=make_person("离去者"))
    closed = _token(_actor(gone))
    Account.objects.filter(pk=gone.pk).update(is_active=False)
    revoked = issue_token(name="旧", scopes=("read", "act"), expires_at=LATER, actor=_actor(applicant), at=MONDAY)
    revoke_token(token_id=revoked.id, actor=_actor(applicant), at=MONDAY)
    before = MONDAY - dt.timedelta(days=30)
    ended = MONDAY - dt.timedelta(days=1)
    expired = issue_token(name="旧", scopes=("read", "act"), expires_at=ended, actor=_actor(applicant), at=before)
    system = ClientSystem.objects.create(key="roads", name="道路系统", authority=own).key
    by = _actor(administrator.account)
    return {
        "applicant_read_token": Caller(token=_token(_actor(applicant), "read")),
        "applicant_act_token": Caller(token=_token(_actor(applicant), "act")),
        "revoked_token": Caller(token=revoked.raw),
        "expired_token": Caller(token=expired.raw),
        "closed_account_token": Caller(token=closed),
        "unknown_token": Caller(token="tb_" + "A" * 43),
        "system_read": Caller(token=_token(by, "read", system=system)),
        "system_act": Caller(token=_token(by, "read", "act", system=system)),
        "system_exchange": Caller(token=_token(by, "read", "act", "exchange", system=system)),
    }


def _with_token(account: Account) -> Caller:
    return Caller(account, _token(_actor(account)))


def _actor(account: Account) -> Actor:
    return actor_of(account, "web", on=TODAY)


def _token(who: Actor, *scopes: str, system: str = "") -> str:
    asked = scopes or ("read", "act")
    issued = issue_token(name="令牌", scopes=asked, expires_at=LATER, actor=who, at=MONDAY, client_system_key=system)
    return issued.raw
