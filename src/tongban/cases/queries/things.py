"""Which things of the applicant an item may be about: a property, a project, a child, where they hold several."""

from __future__ import annotations

from tongban.cases.access import is_applicant
from tongban.cases.queries.holders import holders_of
from tongban.cases.queries.live_case import needed_elements
from tongban.cases.queries.reading import item_of, read_case
from tongban.catalogue.queries import ImplementationView
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import PartyView
from tongban.sharing.queries import things_of

# Elements of these are about who applies or acts, not about a thing of theirs.
OF_SOMEBODY = frozenset({"person", "org", "agent"})

# What a thing of a domain is called where one chooses it.
NAMES = {
    "property": "房屋",
    "project": "工程项目",
    "child": "孩子",
    "vehicle": "车辆",
    "premises": "经营场所",
    "household": "户",
    "company": "拟设立的公司",
    "employment": "参保关系",
    "spouse": "配偶",
}


def things_to_choose(item: ImplementationView, applicant: PartyView) -> dict[str, list[tuple[str, str]]]:
    """Return by domain the things (code and name) that the applicant holds, where there is more than one.

    Only of who was confirmed; one query for each domain that the item's form or materials ask of, a handful at most.
    """
    if not applicant.is_verified:
        return {}
    domains = sorted({element.partition(".")[0] for element in needed_elements(item)} - OF_SOMEBODY)
    found = {domain: things_of(applicant.code, domain) for domain in domains}
    return {domain: held for domain, held in found.items() if len(held) > 1}


def things_of_case(actor: Actor, number: str) -> dict[str, list[tuple[str, str]]]:
    """Return what a case may be about, for who applies in it. Raises NotFound for a stranger."""
    facts = read_case(number, actor)
    if not is_applicant(actor, facts):
        return {}
    return things_to_choose(item_of(facts), holders_of(facts).applicant)
