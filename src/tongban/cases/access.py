"""Who may see a case, and who may act on it. Lists, search, counts and pages all use `visible`."""

import dataclasses
import functools

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongban.cases.lifecycle import (
    ADMINISTRATOR,
    APPLICANT,
    ASSISTANCE_MOVES,
    ASSISTANCE_STATES,
    CLERK,
    DECIDER,
    GOVERNMENT_HEAD,
    HEAD,
    HOST,
    ISSUER,
    LEAD,
    MOVES,
    REVIEWER,
    STATES,
    SUPERVISOR,
    SYSTEM_DUTY,
    VERIFICATION_MOVES,
    VERIFICATION_STATES,
)
from tongban.cases.models import Assistance, Case, Review, Verification
from tongban.catalogue.queries import version
from tongban.matters.lifecycle import Kind, Part
from tongban.matters.queries import Facts
from tongban.parties.queries import officials, within
from tongban.parties.rules.actor import Actor, ActsFor, DutyKind

# Who handles a case of their authority and sees it unmasked.
HANDLING = (DutyKind.CLERK, DutyKind.REVIEWER, DutyKind.DECIDER, DutyKind.ISSUER, DutyKind.HEAD)


def is_applicant(actor: Actor, facts: Facts) -> bool:
    """Tell whether the actor applies, or acts for who applies under a mandate that covers the item."""
    return _applies(actor, facts, facts.parts["case"].task_code)


def _applies(actor: Actor, facts: Facts, task_code: str) -> bool:
    party = _applicant(facts)
    return party is not None and actor.may_act_for(*party, task_code)


def _applicant(facts: Facts) -> tuple[str, int] | None:
    matter = facts.matter
    if matter.applicant_organisation_id is not None:
        return "organisation", matter.applicant_organisation_id
    return None if matter.applicant_person_id is None else ("person", matter.applicant_person_id)


def acts_for(actor: Actor, facts: Facts) -> ActsFor | None:
    """Return for whom the actor acts in the case and by which mandate; None for who applies, and for officials."""
    party = _applicant(facts)
    return None if party is None else actor.acts_for(*party, facts.parts["case"].task_code)


def sees(actor: Actor, facts: Facts) -> bool:
    """Tell whether the case exists for the actor. Drafts exist for their applicant only."""
    if actor.is_system or is_applicant(actor, facts):
        return True
    if facts.state == "draft":
        return False
    return watches(actor, facts) or handles(actor, facts)


def watches(actor: Actor, facts: Facts) -> bool:
    """Tell whether the actor watches over the case, masked: a supervisor, its administrator, the head of government."""
    return (
        actor.charged_with(DutyKind.SUPERVISOR)
        or actor.holds(DutyKind.ADMINISTRATOR, facts.matter.owner_id)
        or actor.heads_government(facts.matter.region_id)
    )


def handles(actor: Actor, facts: Facts) -> bool:
    """Tell whether the actor is charged with the case: at its owner, or where a review of it is, for its item."""
    owner, item = facts.matter.owner_id, facts.parts["case"].task_code
    return any(actor.holds(kind, owner, item) for kind in HANDLING) or any(
        actor.holds(DutyKind.REVIEWER, review.authority_id, item) for review in facts.parts["reviews"]
    )


def holds(actor: Actor, facts: Facts, duty: str) -> bool:
    """Tell whether the actor has the duty in this case; receiving, reviewing and deciding are apart (受审分离)."""
    owner, item = facts.matter.owner_id, facts.parts["case"].task_code
    if duty == SYSTEM_DUTY:
        return actor.is_system
    if duty == ADMINISTRATOR:
        return administers(actor, facts)
    if duty == APPLICANT:
        return is_applicant(actor, facts)
    if is_applicant(actor, facts) or _applied(actor, facts):
        return False  # 回避: nobody handles what they applied for themselves, be their mandate over since
    if duty == CLERK:
        return actor.holds(DutyKind.CLERK, owner, item)
    if duty == LEAD:
        return actor.holds(DutyKind.REVIEWER, owner, item)
    if duty == REVIEWER:
        return any(actor.holds(DutyKind.REVIEWER, review.authority_id, item) for review in open_reviews_of(facts))
    if duty == DECIDER:
        return _decides(actor, facts)
    if duty == SUPERVISOR:
        return actor.charged_with(DutyKind.SUPERVISOR)
    if duty == HEAD:
        return actor.holds(DutyKind.HEAD, owner, item)
    if duty == GOVERNMENT_HEAD:
        return actor.heads_government(facts.matter.region_id)
    if duty == HOST:
        return _hosts(actor, facts)
    return duty == ISSUER and actor.holds(DutyKind.ISSUER, owner, item)


def _applied(actor: Actor, facts: Facts) -> bool:
    """Tell whether the actor made the application, as agent or as helper, for whomever."""
    as_agent = actor.person_id is not None and actor.person_id == facts.matter.agent_id
    return as_agent or facts.parts["case"].helper_id in actor.officials


def _decides(actor: Actor, facts: Facts) -> bool:
    """Tell whether the actor may decide: not on what they received or reviewed, unless it is done on the spot.

    The list of a window authorisation (授权书) lets its clerks decide the instant items that it names.
    """
    owner, item = facts.matter.owner_id, facts.parts["case"].task_code
    decides = actor.holds(DutyKind.DECIDER, owner, item)
    if not is_instant(facts):
        return decides and not took_part(actor, facts)
    return decides or any(
        held.kind is DutyKind.CLERK and held.authority_id == owner and item in (held.task_codes or ())
        for held in actor.duties
    )


def is_instant(facts: Facts) -> bool:
    """Tell whether the item is one that is finished on the spot (即办件)."""
    return _instance_of(facts.parts["case"].version_id) == "instant"


@functools.lru_cache(maxsize=2048)
def _instance_of(version_id: int) -> str:
    return version(version_id).instance


def may_finish_at_once(actor: Actor, facts: Facts) -> bool:
    """Tell whether the actor may receive and decide an instant item in one go."""
    return is_instant(facts) and holds(actor, facts, CLERK) and holds(actor, facts, DECIDER)


def _hosts(actor: Actor, facts: Facts) -> bool:
    # Few cases have a hearing, and those that do have its notice: the others are spared a query.
    return any(hearing.host_id in actor.officials for hearing in facts.parts["hearings"])


def is_for(actor: Actor, facts: Facts, document_kind: str) -> bool:
    """Tell whether documents of a kind are for the actor: what third parties are told is not for the applicant."""
    return document_kind != "third_party_notice" or not is_applicant(actor, facts)


def open_reviews_of(facts: Facts) -> list[Review]:
    """List the reviews that wait for an opinion."""
    return [r for r in facts.parts["reviews"] if r.opened_on is not None and r.given_at is None]


def administers(actor: Actor, facts: Facts) -> bool:
    """Tell whether the actor is administrator of the authority that owns the case, or that employs who holds it."""
    own = actor.authorities(DutyKind.ADMINISTRATOR)
    holder_id = facts.matter.holder_id
    if not own or facts.matter.owner_id in own:
        return bool(own)
    return holder_id is not None and officials([holder_id])[holder_id].authority_id in own


def received(actor: Actor, facts: Facts) -> bool:
    """Tell whether the official received this case, and so may not review it: accepted it, or had it corrected.

    A deputy took part in what they did themselves, and in what those did for whom they stand in.
    """
    clerks = {facts.parts["case"].clerk_id, *(correction.told_by_id for correction in facts.parts["corrections"])}
    return not actor.officials.isdisjoint(clerks)


def took_part(actor: Actor, facts: Facts) -> bool:
    """Tell whether the official received or reviewed this case, and so may not decide it."""
    reviewers = {review.reviewer_id for review in facts.parts["reviews"]}
    return received(actor, facts) or not actor.officials.isdisjoint(reviewers)


def reveals(actor: Actor, facts: Facts) -> bool:
    """Tell whether the actor sees the case unmasked: who applies and who handles it, not who only watches."""
    return actor.is_system or is_applicant(actor, facts) or handles(actor, facts)


def visible(actor: Actor) -> QuerySet[Case]:
    """Return the cases that exist for the actor; the same rule as `sees`, as a filter."""
    return Case.objects.filter(_applied_for(actor) | desk(actor)).select_related("matter")


def applied_for(actor: Actor) -> QuerySet[Case]:
    """Return the cases that the actor applies for, or may act in for who applies; no duty opens any of them."""
    return Case.objects.filter(_applied_for(actor)).select_related("matter")


def _applied_for(actor: Actor) -> Q:
    mine = Q(matter__applicant_person_id=actor.person_id) if actor.person_id else Q(pk__in=[])
    for organisation_id, scope in actor.organisations.items():
        mine |= Q(matter__applicant_organisation_id=organisation_id) & within(scope, "task_code")
    for person_id, scope in actor.principals.items():
        mine |= Q(matter__applicant_person_id=person_id) & within(scope, "task_code")
    return mine


def desk(actor: Actor) -> Q:
    """Return the filter for what an official may see by duty; it matches nothing for others."""
    if not actor.duties:
        return Q(pk__in=[])
    if actor.charged_with(DutyKind.SUPERVISOR):
        return ~Q(matter__state="draft")
    governed = {held.region_code for held in actor.duties if held.kind is DutyKind.GOVERNMENT_HEAD}
    seen = handled(actor)
    if administered := actor.authorities(DutyKind.ADMINISTRATOR):
        seen |= Q(matter__owner_id__in=administered)
    if governed:
        seen |= Q(matter__region_id__in=governed)
    return ~Q(matter__state="draft") & seen


def handled(actor: Actor) -> Q:
    """Return the filter for cases that the official sees unmasked; the same rule as `reveals`."""
    return charged(actor, *HANDLING) | reviewed_by(actor)


def charged(actor: Actor, *kinds: DutyKind) -> Q:
    """Return the filter for cases whose owner charged the actor with any of the duties, for their item."""
    return _charged(actor, kinds, "matter__owner_id", "task_code")


def charged_matters(actor: Actor, *kinds: DutyKind) -> Q:
    """Return the same filter for the matters of cases."""
    return _charged(actor, kinds, "owner_id", "case__task_code")


def reviewed_by(actor: Actor, **which: object) -> Q:
    """Return the filter for cases with a review, `which` where named, that is the actor's to give."""
    return Q(Exists(reviews_of(actor).filter(matter_id=OuterRef("matter_id"), **which)))


def reviews_of(actor: Actor) -> QuerySet[Review]:
    """Return the reviews that are, or were, the actor's to give."""
    return Review.objects.filter(_charged(actor, (DutyKind.REVIEWER,), "authority_id", "matter__case__task_code"))


def _charged(actor: Actor, kinds: tuple[DutyKind, ...], authority: str, item: str) -> Q:
    found = Q(**{f"{authority}__in": actor.authorities(*kinds)})
    for authority_id, codes in actor.scoped(*kinds).items():
        found |= Q(**{authority: authority_id, f"{item}__in": codes})
    return found


CASE = Kind(
    code="case",
    label="办件",
    label_en="Case",
    states=STATES,
    moves=MOVES,
    holds=holds,
    sees=sees,
    acts_for=acts_for,
    parts={
        "case": Part("cases.Case", one=True, order="matter_id"),
        "materials": Part("cases.CaseMaterial"),
        "corrections": Part("cases.Correction"),
        "reviews": Part("cases.Review"),
        "decision": Part("cases.Decision", one=True, order="matter_id"),
        "documents": Part("cases.Document", rare=True),
        "delivery": Part("cases.Delivery", one=True, order="matter_id"),
        "proposals": Part("cases.Proposal"),
        "deferred": Part("cases.DeferredMaterial"),
        "commitments": Part("cases.Commitment", rare=True),
        "hearings": Part("cases.Hearing", rare=True),
        "third_parties": Part("cases.ThirdParty", rare=True),
        "charges": Part("cases.Charge", rare=True),
        "challenges": Part("cases.Challenge", rare=True),
        "transfers": Part("cases.Transfer", rare=True),
    },
)

# A case that is only tried out (模拟审批): the same moves, duties and clocks, and nothing that follows from it.
MOCK = dataclasses.replace(CASE, code="mock", label="模拟办件", label_en="Mock case", like="case")


def sees_verification(actor: Actor, facts: Facts) -> bool:
    """Tell whether the check of a promise exists for the actor: who promised, who handles the item, who watches."""
    item = facts.parts["verification"].task_code
    return (
        actor.is_system
        or _applies(actor, facts, item)
        or watches(actor, facts)
        or any(actor.holds(kind, facts.matter.owner_id, item) for kind in HANDLING)
    )


def holds_verification(actor: Actor, facts: Facts, duty: str) -> bool:
    """Tell whether the actor has the duty in the check of a promise; nobody checks what they promised themselves."""
    item = facts.parts["verification"].task_code
    if duty == SYSTEM_DUTY:
        return actor.is_system
    if _applies(actor, facts, item) or (actor.person_id is not None and actor.person_id == facts.matter.agent_id):
        return False
    return duty == LEAD and actor.holds(DutyKind.REVIEWER, facts.matter.owner_id, item)


def verifications(actor: Actor) -> QuerySet[Verification]:
    """Return the checks of promises that an official handles, all of them to a supervisor."""
    rows = Verification.objects.select_related("matter__owner", "of", "commitment")
    if actor.charged_with(DutyKind.SUPERVISOR):
        return rows
    return rows.filter(_charged(actor, HANDLING, "matter__owner_id", "task_code"))


VERIFICATION = Kind(
    code="verification",
    label="承诺核查",
    label_en="Verification of a promise",
    states=VERIFICATION_STATES,
    moves=VERIFICATION_MOVES,
    holds=holds_verification,
    sees=sees_verification,
    parts={"verification": Part("cases.Verification", one=True, order="matter_id")},
)


def sees_assistance(actor: Actor, facts: Facts) -> bool:
    """Tell whether a request exists for the actor: who applies, the department that is asked, who watches."""
    item = facts.parts["assistance"].task_code
    return actor.is_system or _applies(actor, facts, item) or watches(actor, facts) or _attests(actor, facts)


def holds_assistance(actor: Actor, facts: Facts, duty: str) -> bool:
    """Tell whether the actor has the duty in a request; nobody attests what they applied for themselves."""
    if duty == SYSTEM_DUTY:
        return actor.is_system
    if _applies(actor, facts, facts.parts["assistance"].task_code) or _acts_in(actor, facts):
        return False
    return duty == REVIEWER and _attests(actor, facts)


def assistances(actor: Actor) -> QuerySet[Assistance]:
    """Return the requests that the actor's departments were asked, all of them to a supervisor."""
    rows = Assistance.objects.select_related("matter__owner", "of")
    if actor.charged_with(DutyKind.SUPERVISOR):
        return rows
    return rows.filter(matter__owner_id__in=actor.authorities(*ATTESTING))


def _attests(actor: Actor, facts: Facts) -> bool:
    return facts.matter.owner_id in actor.authorities(*ATTESTING)


def _acts_in(actor: Actor, facts: Facts) -> bool:
    return actor.person_id is not None and actor.person_id == facts.matter.agent_id


# Who answers for a department what another one asks it.
ATTESTING = (DutyKind.CLERK, DutyKind.REVIEWER)

ASSISTANCE = Kind(
    code="assistance",
    label="部门协查",
    label_en="Assistance",
    states=ASSISTANCE_STATES,
    moves=ASSISTANCE_MOVES,
    holds=holds_assistance,
    sees=sees_assistance,
    parts={"assistance": Part("cases.Assistance", one=True, order="matter_id")},
)
