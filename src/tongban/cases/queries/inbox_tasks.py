"""The tasks of an inbox: which cases wait for whom, by the duties of the official and the states of the lifecycle."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tongban.cases.access import charged, reviewed_by
from tongban.cases.lifecycle.words import INTAKE
from tongban.cases.models import Case, Correction, Proposal, Review
from tongban.parties.rules.actor import Actor, DutyKind

MINE, HELD, ALL, WAITING = "mine", "held", "all", "waiting"

TASK_LABELS = {
    MINE: _("等我办理"),
    HELD: _("我承办的"),
    "receive": _("待受理"),
    "open_reviews": _("待分送审查"),
    "opinion": _("待提审查意见"),
    "answer": _("待答复提请"),
    "decide": _("待决定"),
    "issue": _("待制证"),
    "deliver": _("待送达"),
    "close": _("待归档"),
    WAITING: _("等待他人"),
    ALL: _("全部在办"),
}

# Who may answer what was proposed: see the moves that answer each kind.
_ANSWERS = {
    Proposal.Kind.REFUSAL: (DutyKind.REVIEWER, DutyKind.DECIDER),
    Proposal.Kind.WITHDRAWAL: (DutyKind.REVIEWER, DutyKind.DECIDER),
    Proposal.Kind.EXTENSION: (DutyKind.HEAD,),
}
# What is handled jointly is extended by the head of the government.
_FOR_THEM = {Proposal.Kind.EXTENSION: Q(version__joint=False)}
# Whether a case is refused or voided is not for who received it.
_APART = (Proposal.Kind.REFUSAL, Proposal.Kind.VOIDING)


def tasks_of(actor: Actor) -> dict[str, Q]:
    """Return, for each task that the actor's duties may give, the cases on which it waits."""
    clerk, reviewer = actor.charged_with(DutyKind.CLERK), actor.charged_with(DutyKind.REVIEWER)
    decider, issuer = actor.charged_with(DutyKind.DECIDER), actor.charged_with(DutyKind.ISSUER)
    # A surrender and a mock case end without a licence.
    licence = Q(version__result_kind="licence", mock=False) & ~Q(version__licence_type="") & ~Q(purpose="surrender")
    accepted, instant = Q(matter__state="accepted"), Q(matter__state="accepted", version__instance="instant")
    with_steps = Q(Exists(Case.objects.filter(pk=OuterRef("pk"), version__steps__isnull=False)))
    tasks: dict[str, Q] = {}
    if clerk:
        tasks["receive"] = Q(matter__state__in=INTAKE.split()) & charged(actor, DutyKind.CLERK)
    if reviewer:
        tasks["open_reviews"] = accepted & charged(actor, DutyKind.REVIEWER) & ~instant & with_steps
        tasks["opinion"] = Q(matter__state="reviewing") & reviewed_by(actor, given_at=None, opened_on__isnull=False)
    if answerable := _answerable(actor):
        tasks["answer"] = answerable
    if decider:
        ready = Q(matter__state="deciding", matter__paused_on=None) | (accepted & ~with_steps)
        tasks["decide"] = charged(actor, DutyKind.DECIDER) & ((ready & ~_took_part(actor)) | instant)
    if issuer:
        tasks["issue"] = Q(matter__state="granted") & charged(actor, DutyKind.ISSUER) & licence
    if clerk or issuer:
        done = Q(matter__state__in=("issued", "refused")) | (Q(matter__state="granted") & ~licence)
        tasks["deliver"] = done & charged(actor, DutyKind.CLERK, DutyKind.ISSUER)
    if clerk:
        tasks["close"] = Q(matter__state="delivered") & charged(actor, DutyKind.CLERK)
    return tasks


def _answerable(actor: Actor) -> Q:
    """Return the filter for cases in which somebody else's proposal waits for the actor; empty for other duties."""
    found = Q()
    for kind, duties in _ANSWERS.items():
        if actor.charged_with(*duties):
            found |= charged(actor, *duties) & _proposed(actor, kind) & _FOR_THEM.get(kind, Q())
    if actor.charged_with(DutyKind.SUPERVISOR):
        found |= _proposed(actor, Proposal.Kind.VOIDING)
    if governed := {held.region_code for held in actor.duties if held.kind is DutyKind.GOVERNMENT_HEAD}:
        found |= Q(matter__region_id__in=governed, version__joint=True) & _proposed(actor, Proposal.Kind.EXTENSION)
    return found


def _proposed(actor: Actor, kind: str) -> Q:
    waiting = Proposal.objects.filter(matter_id=OuterRef("matter_id"), kind=kind, answered_at=None)
    proposed = Q(Exists(waiting.exclude(made_by_id__in=actor.officials)))
    return proposed & ~_took_part(actor) if kind in _APART else proposed


def _took_part(actor: Actor) -> Q:
    told = Correction.objects.filter(matter_id=OuterRef("matter_id"), told_by_id__in=actor.officials)
    reviewed = Review.objects.filter(matter_id=OuterRef("matter_id"), reviewer_id__in=actor.officials)
    return Q(clerk_id__in=actor.officials) | Q(Exists(told)) | Q(Exists(reviewed))
