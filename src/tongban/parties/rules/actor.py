"""Who acts, for whom, and with which duties: what every action is told about its caller."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field, replace


class DutyKind(enum.StrEnum):
    """What an official may be charged with (受审分离: receiving, reviewing and deciding are apart)."""

    CLERK = "clerk"
    REVIEWER = "reviewer"
    DECIDER = "decider"
    ISSUER = "issuer"
    HEAD = "head"  # 机关负责人: allows what the law leaves to the head of an authority
    GOVERNMENT_HEAD = "government_head"  # 本级人民政府负责人: of all authorities of the region
    SUPERVISOR = "supervisor"
    EDITOR = "editor"
    ITEM_REVIEWER = "item_reviewer"  # reads what an editor of the same authority wrote, before it goes to the publisher
    PUBLISHER = "publisher"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Held:
    """One duty in force: its kind, the authority it is held at (with its region), and the window where it has one.

    `task_codes` are the items of a window authorisation (None = all items of the authority). A deputy holds the duty
    for the official `for_official_id`, whose name is `on_behalf_of`.
    """

    kind: DutyKind
    authority_id: int
    window_id: int | None = None
    region_code: str = field(default="", compare=False)
    task_codes: frozenset[str] | None = None
    for_official_id: int | None = None
    on_behalf_of: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Actor:
    """The caller of an action.

    `organisations` holds the ids of the organisations whose mandate is in force for `person_id`, each with
    the
    task codes it covers (None = all); `principals` the same for persons. `source` is the door: web, window,
    api, system. `scopes` limits what came by an access token (None = not limited).
    """

    name: str
    account_id: int | None = None
    person_id: int | None = None
    official_id: int | None = None
    organisations: dict[int, frozenset[str] | None] = field(default_factory=dict, hash=False)
    principals: dict[int, frozenset[str] | None] = field(default_factory=dict, hash=False)
    duties: frozenset[Held] = frozenset()
    source: str = "web"
    client_system_id: int | None = None
    is_system: bool = False
    scopes: frozenset[str] | None = None
    token_id: int | None = None

    @property
    def officials(self) -> frozenset[int]:
        """Return the official who acts and those for whom they stand in: what one took part in, all of them did."""
        stood_for = {held.for_official_id for held in self.duties}
        return frozenset(one for one in (self.official_id, *stood_for) if one is not None)

    def authorities(self, *kinds: DutyKind) -> frozenset[int]:
        """Return where the actor holds any of the duties for all items of the authority (all kinds when none named)."""
        return frozenset(
            held.authority_id for held in self.duties if held.task_codes is None and (not kinds or held.kind in kinds)
        )

    def scoped(self, *kinds: DutyKind) -> dict[int, frozenset[str]]:
        """Return the items for which alone the actor holds any of the duties, by authority; see `authorities`."""
        whole = self.authorities(*kinds)
        items: dict[int, frozenset[str]] = {}
        for held in self.duties:
            if held.task_codes and (not kinds or held.kind in kinds) and held.authority_id not in whole:
                items[held.authority_id] = items.get(held.authority_id, frozenset()) | held.task_codes
        return items

    def holds(self, kind: DutyKind, authority_id: int, task_code: str | None = None) -> bool:
        """Tell whether the actor holds the duty at the authority today: for the item, or for all when none is named."""
        return any(
            held.kind is kind
            and held.authority_id == authority_id
            and (held.task_codes is None or task_code in held.task_codes)
            for held in self.duties
        )

    def charged_with(self, *kinds: DutyKind) -> bool:
        """Tell whether the actor holds any of the duties anywhere, if only for some items."""
        return any(held.kind in kinds for held in self.duties)

    def administers(self, *authority_ids: int | None) -> bool:
        """Tell whether the actor is administrator of one of the authorities today, or the system itself."""
        return self.is_system or not self.authorities(DutyKind.ADMINISTRATOR).isdisjoint(authority_ids)

    def capacities(self) -> Iterator[Actor]:
        """Return the actor in each capacity: with the duties of their own, then with those of each one deputised."""
        for stood_for in sorted({held.for_official_id for held in self.duties} | {None}, key=lambda one: one or 0):
            yield replace(self, duties=frozenset(held for held in self.duties if held.for_official_id == stood_for))

    def heads_government(self, region_code: str) -> bool:
        """Tell whether the actor is head of the region's government today."""
        return any(held.kind is DutyKind.GOVERNMENT_HEAD and held.region_code == region_code for held in self.duties)

    def allows(self, scope: str) -> bool:
        """Tell whether the token that the actor came by, if any, was issued for the scope."""
        return self.scopes is None or scope in self.scopes

    def may_act_for(self, organisation_id: int, task_code: str) -> bool:
        """Tell whether a mandate of the organisation in force today covers the item."""
        if organisation_id not in self.organisations:
            return False
        scope = self.organisations[organisation_id]
        return scope is None or task_code in scope


SYSTEM = Actor(name="系统", source="system", is_system=True)
