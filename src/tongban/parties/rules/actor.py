"""Who acts, for whom, and with which duties: what every action is told about its caller."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tongban.parties.rules.mandates import Scope, covers


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
    DATA_STEWARD = "data_steward"  # 数据管理: keeps the registers that an authority provides
    HELPER = "helper"  # 帮办代办: acts for applicants who ask for it, and handles nothing for the authority


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
class HeldMandate:
    """One mandate in force: whose, how far it reaches (see `rules.mandates`), and whether it is held by office."""

    id: int
    kind: str
    party_id: int
    scope: Scope
    as_helper: bool = False


@dataclass(frozen=True, slots=True)
class ActsFor:
    """For whom somebody acts in an item, and by which mandate: None for who represents an organisation by office."""

    kind: str
    party_id: int
    mandate_id: int | None
    as_helper: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """The caller of an action.

    `organisations` holds the ids of the organisations for which the actor may act, each with the codes that the
    mandates cover (None = all); `principals` the same for persons; `mandates` are those in force, one by one. `source`
    is the door: web, window, api, system. `scopes` limits what came by an access token (None = not limited).
    """

    name: str
    account_id: int | None = None
    person_id: int | None = None
    official_id: int | None = None
    organisations: dict[int, frozenset[str] | None] = field(default_factory=dict, hash=False)
    principals: dict[int, frozenset[str] | None] = field(default_factory=dict, hash=False)
    mandates: tuple[HeldMandate, ...] = ()
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
        """Return where the actor holds any of the duties for all items of the authority.

        All kinds when none is named, but for the helper's: who helps applicants learns nothing by it of the authority.
        """
        wanted = kinds or tuple(kind for kind in DutyKind if kind is not DutyKind.HELPER)
        return frozenset(held.authority_id for held in self.duties if held.task_codes is None and held.kind in wanted)

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

    def may_act_for(self, kind: str, party_id: int, task_code: str) -> bool:
        """Tell whether the actor is this "person", or a mandate of the person or "organisation" covers the item."""
        if kind == "person" and party_id == self.person_id:
            return True
        reach = self.organisations if kind == "organisation" else self.principals
        return party_id in reach and covers(reach[party_id], task_code)

    def answers_for(self, organisation_id: int) -> bool:
        """Tell whether the actor represents the organisation, by office or by a mandate for everything.

        A helper (帮办代办) does not, however far the mandate reaches: it is for applying, and for nothing else.
        """
        if self.person_id is None or self.organisations.get(organisation_id, frozenset()) is not None:
            return False
        whole = [m for m in self.mandates if (m.kind, m.party_id, m.scope) == ("organisation", organisation_id, None)]
        return not whole or any(not each.as_helper for each in whole)

    def acts_for(self, kind: str, party_id: int, task_code: str) -> ActsFor | None:
        """Return for whom an act in the item is made and by which mandate; None for oneself and for strangers."""
        if kind == "person" and party_id == self.person_id:
            return None
        if not self.may_act_for(kind, party_id, task_code):
            return None
        held = [each for each in self.mandates if (each.kind, each.party_id) == (kind, party_id)]
        found = next((each for each in held if covers(each.scope, task_code)), None)
        return ActsFor(kind, party_id, found.id if found else None, found is not None and found.as_helper)


SYSTEM = Actor(name="系统", source="system", is_system=True)
