"""Who comes to which door and what each finds there: the rules as one table, printed for people and held by tests.

Whom a page or a call admits is read from the page or the call itself (`web.doorkeeper`, `api.callers`). For whom the
thing exists that its address names is told here once more, in words of roles, so that a rule of `access.py` that was
loosened does not loosen what it is held against.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from tongban.api.callers import ACT, READ, AccessToken
from tongban.api.door import door as api
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import AccessRule, Admits, rule_of

SAFE = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody at the door: `signs_in` to pages with a duty or none, calls with a token of these scopes, or neither."""

    words: str
    signs_in: bool = True
    duty: DutyKind | None = None
    in_service: bool = False
    """An official who is charged with nothing today: pages for all officials are open, and tell why little is there."""
    scopes: frozenset[str] | None = frozenset({READ, ACT})
    like: str = ""
    """The role as which the thing sees who comes by a token of it."""


def _official(duty: DutyKind, words: str = "") -> Role:
    return Role(words or f"{duty.value.replace('_', ' ')} of the authority", duty=duty)


def _program(words: str, *scopes: str, like: str = "") -> Role:
    return Role(words, signs_in=False, scopes=frozenset(scopes) if scopes else None, like=like)


# Nobody of them has a part in the thing, whatever they are elsewhere.
_ELSEWHERE = {
    f"{kind.value}_elsewhere": _official(kind, f"{kind.value.replace('_', ' ')} of another authority")
    for kind in DutyKind
    if kind not in (DutyKind.SUPERVISOR, DutyKind.HELPER)
}
ROLES: Mapping[str, Role] = {
    "anonymous": Role("nobody signed in, no token", signs_in=False, scopes=frozenset()),
    "applicant": Role("who applies, holds, wrote"),
    "agent": Role("who acts for the applicant's company, by a mandate that both accepted"),
    "agent_of_another_item": Role("agent whose mandate covers another item"),
    "agent_expired": Role("agent whose mandate ended yesterday"),
    "agent_revoked": Role("agent whose mandate was taken back an hour ago"),
    "agent_not_accepted": Role("agent who has not accepted yet"),
    "stranger": Role("somebody else with an account"),
    "helper": _official(DutyKind.HELPER, "helper (帮办) whom nobody asked"),
    "clerk": _official(DutyKind.CLERK),
    "clerk_who_left": Role("clerk whose duty ended yesterday", in_service=True),
    "lead_reviewer": _official(DutyKind.REVIEWER),
    "joint_reviewer": _official(DutyKind.REVIEWER, "reviewer of another authority that was asked in the case"),
    "decider": _official(DutyKind.DECIDER),
    "issuer": _official(DutyKind.ISSUER),
    "head": _official(DutyKind.HEAD),
    "government_head": _official(DutyKind.GOVERNMENT_HEAD, "head of the region's government"),
    "supervisor": _official(DutyKind.SUPERVISOR, "supervisor (效能监察)"),
    "administrator": _official(DutyKind.ADMINISTRATOR),
    "operator": _official(DutyKind.ADMINISTRATOR, "administrator of the authority that runs the site"),
    "steward": _official(DutyKind.EDITOR),
    "item_reviewer": _official(DutyKind.ITEM_REVIEWER),
    "publisher": _official(DutyKind.PUBLISHER, "publisher of the city's publishing office"),
    "data_steward": _official(DutyKind.DATA_STEWARD, "data steward of the register's provider"),
    "privacy_steward": _official(DutyKind.DATA_STEWARD, "data steward of the authority that runs the site"),
    **_ELSEWHERE,
    "applicant_read_token": _program("the applicant's token that may only read", READ, like="applicant"),
    "applicant_act_token": _program("the applicant's token that may only act", ACT, like="applicant"),
    "system_read": _program("a department's system that may read", READ),
    "system_act": _program("a department's system that may read and act", READ, ACT),
    "system_exchange": _program("a department's system that may exchange as well", READ, ACT, "exchange"),
    "revoked_token": _program("the applicant's token, revoked"),
    "expired_token": _program("the applicant's token, expired"),
    "closed_account_token": _program("the token of an account that was closed"),
    "unknown_token": _program("a token that was never issued"),
}


@dataclass(frozen=True, slots=True)
class Door:
    """A page or a call: its address with its places in angle brackets, how it is asked, and its declared rule."""

    address: str
    methods: tuple[str, ...]
    rule: AccessRule | None
    token_required: bool = False
    name: str = ""

    @property
    def of_api(self) -> bool:
        return self.rule is None

    def admits(self, role: Role, method: str) -> bool:
        """Tell whether the door lets the role in at all."""
        if self.rule is None:
            if role.scopes is None:  # a bad token is refused even where none is needed
                return False
            return not self.token_required or (READ if method in SAFE else ACT) in role.scopes
        if self.rule.admits is Admits.EVERYBODY:
            return True
        if self.rule.admits is Admits.SIGNED_IN:
            return role.signs_in
        if not self.rule.duties:
            return role.signs_in and (role.in_service or role.duty is not None)
        return role.signs_in and role.duty in self.rule.duties


def pages() -> Iterator[Door]:
    """Yield the house's own pages; those of packages are in `web.doorkeeper.DECLARED_NAMES`."""
    seen = set()
    for address, route, namespaces in _walk(get_resolver().url_patterns, "", ()):
        rule = rule_of(route.callback, route.name, list(namespaces))
        own = getattr(route.callback, "__module__", "").startswith("tongban.") and "(?P" not in address
        if rule is not None and rule.admits is not Admits.OWN_RULE and own and address not in seen:
            seen.add(address)
            yield Door(address, ("GET", "POST"), rule, name=route.name or "")


def calls() -> Iterator[Door]:
    """Yield the operations of the API."""
    for _prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                (rule,) = operation.auth_callbacks
                assert isinstance(rule, AccessToken)
                yield Door(
                    "api/v1" + re.sub(r"\{(?:\w+:)?(\w+)\}", r"<\1>", path),
                    tuple(operation.methods),
                    None,
                    token_required=rule.required,
                    name=operation.operation_id or "",
                )


def _walk(
    patterns: list[URLPattern | URLResolver], before: str, namespaces: tuple[str, ...]
) -> Iterator[tuple[str, URLPattern, tuple[str, ...]]]:
    for each in patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield path, each, namespaces
        else:
            yield from _walk(each.url_patterns, path, (*namespaces, *([each.namespace] if each.namespace else [])))
