"""Who may see a case, and who may act on it. Lists, search, counts and pages all use `visible`."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongban.cases.lifecycle import (
    ADMINISTRATOR,
    APPLICANT,
    CLERK,
    DECIDER,
    GOVERNMENT_HEAD,
    HEAD,
    ISSUER,
    LEAD,
    MOVES,
    REVIEWER,
    STATES,
    SUPERVISOR,
    SYSTEM_DUTY,
)
from tongban.cases.models import Case, Review
from tongban.matters.lifecycle import Kind, Part
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor, DutyKind


def is_applicant(actor: Actor, facts: Facts) -> bool:
    """Tell whether the actor applies, or acts for who applies under a mandate that covers the item."""
    matter, case = facts.matter, facts.parts["case"]
    if matter.applicant_organisation_id is not None:
        return actor.may_act_for(matter.applicant_organisation_id, case.task_code)
    if matter.applicant_person_id is None:
        return False
    if actor.person_id == matter.applicant_person_id:
        return True
    scope = actor.principals.get(matter.applicant_person_id, frozenset())
    return scope is None or case.task_code in scope


def sees(actor: Actor, facts: Facts) -> bool:
    """Tell whether the case exists for the actor. Drafts exist for their applicant only."""
    if actor.is_system or is_applicant(actor, facts):
        return True
    if facts.state == "draft":
        return False
    if any(held.kind is DutyKind.SUPERVISOR for held in actor.duties):
        return True
    return facts.matter.owner_id in _handling(actor) or any(
        review.authority_id in actor.authorities(DutyKind.REVIEWER) for review in facts.parts["reviews"]
    )


def holds(actor: Actor, facts: Facts, duty: str) -> bool:
    """Tell whether the actor has the duty in this case; receiving, reviewing and deciding are apart (受审分离)."""
    owner = facts.matter.owner_id
    if duty == SYSTEM_DUTY:
        return actor.is_system
    if duty == ADMINISTRATOR:
        return bool(actor.authorities(DutyKind.ADMINISTRATOR))
    if duty == APPLICANT:
        return is_applicant(actor, facts)
    if is_applicant(actor, facts) or (actor.person_id is not None and actor.person_id == facts.matter.agent_id):
        return False  # 回避: nobody handles what they applied for themselves, be their mandate over since
    if duty == CLERK:
        return actor.holds(DutyKind.CLERK, owner)
    if duty == LEAD:
        return actor.holds(DutyKind.REVIEWER, owner)
    if duty == REVIEWER:
        return any(actor.holds(DutyKind.REVIEWER, review.authority_id) for review in open_reviews_of(facts))
    if duty == DECIDER:
        return actor.holds(DutyKind.DECIDER, owner) and not took_part(actor, facts)
    if duty == SUPERVISOR:
        return bool(actor.authorities(DutyKind.SUPERVISOR))
    if duty == HEAD:
        return actor.holds(DutyKind.HEAD, owner)
    if duty == GOVERNMENT_HEAD:
        return actor.heads_government(facts.matter.region_id)
    return duty == ISSUER and actor.holds(DutyKind.ISSUER, owner)


def open_reviews_of(facts: Facts) -> list[Review]:
    """List the reviews that wait for an opinion."""
    return [r for r in facts.parts["reviews"] if r.opened_on is not None and r.given_at is None]


def received(actor: Actor, facts: Facts) -> bool:
    """Tell whether the official received this case, and so may not review it: accepted it, or had it corrected."""
    clerks = {facts.parts["case"].clerk_id, *(correction.told_by_id for correction in facts.parts["corrections"])}
    return actor.official_id is not None and actor.official_id in clerks


def took_part(actor: Actor, facts: Facts) -> bool:
    """Tell whether the official received or reviewed this case, and so may not decide it."""
    reviewers = {review.reviewer_id for review in facts.parts["reviews"]}
    return received(actor, facts) or (actor.official_id is not None and actor.official_id in reviewers)


def reveals(actor: Actor, facts: Facts) -> bool:
    """Tell whether the actor sees the case unmasked: who applies and who handles it, not who only watches."""
    reviewing = {review.authority_id for review in facts.parts["reviews"]}
    return (
        actor.is_system
        or is_applicant(actor, facts)
        or facts.matter.owner_id in _handling(actor)
        or bool(actor.authorities(DutyKind.REVIEWER) & reviewing)
    )


def visible(actor: Actor) -> QuerySet[Case]:
    """Return the cases that exist for the actor; the same rule as `sees`, as a filter."""
    mine = Q(matter__applicant_person_id=actor.person_id) if actor.person_id else Q(pk__in=[])
    for organisation_id, scope in actor.organisations.items():
        for_it = Q(matter__applicant_organisation_id=organisation_id)
        mine |= for_it if scope is None else for_it & Q(task_code__in=scope)
    for person_id, scope in actor.principals.items():
        for_them = Q(matter__applicant_person_id=person_id)
        mine |= for_them if scope is None else for_them & Q(task_code__in=scope)
    return Case.objects.filter(mine | desk(actor)).select_related("matter")


def desk(actor: Actor) -> Q:
    """Return the filter for what an official may see by duty; it matches nothing for others."""
    if not actor.duties:
        return Q(pk__in=[])
    if any(held.kind is DutyKind.SUPERVISOR for held in actor.duties):
        return ~Q(matter__state="draft")
    return ~Q(matter__state="draft") & handled(actor)


def handled(actor: Actor) -> Q:
    """Return the filter for cases that the official sees unmasked; the same rule as `reveals`."""
    reviewing = Review.objects.filter(
        matter_id=OuterRef("matter_id"), authority_id__in=actor.authorities(DutyKind.REVIEWER)
    )
    return Q(matter__owner_id__in=_handling(actor)) | Q(Exists(reviewing))


def _handling(actor: Actor) -> frozenset[int]:
    return actor.authorities(DutyKind.CLERK, DutyKind.REVIEWER, DutyKind.DECIDER, DutyKind.ISSUER, DutyKind.HEAD)


CASE = Kind(
    code="case",
    label="办件",
    label_en="Case",
    states=STATES,
    moves=MOVES,
    holds=holds,
    sees=sees,
    parts={
        "case": Part("cases.Case", one=True, order="matter_id"),
        "materials": Part("cases.CaseMaterial"),
        "corrections": Part("cases.Correction"),
        "reviews": Part("cases.Review"),
        "decision": Part("cases.Decision", one=True, order="matter_id"),
        "documents": Part("cases.Document"),
        "delivery": Part("cases.Delivery", one=True, order="matter_id"),
        "proposals": Part("cases.Proposal"),
        "deferred": Part("cases.DeferredMaterial"),
        "commitments": Part("cases.Commitment", rare=True),
        "hearings": Part("cases.Hearing", rare=True),
        "third_parties": Part("cases.ThirdParty", rare=True),
        "charges": Part("cases.Charge", rare=True),
        "challenges": Part("cases.Challenge", rare=True),
    },
)
