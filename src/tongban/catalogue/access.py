"""Who may see what of the catalogue, and who may change it.

The public sees what is in force, a case also the version it was filed under. An authority's editor writes, another of
its officials reviews, the publishing office of the city (运行管理单位) puts into force: three different people.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tongban.catalogue.lifecycle import (
    EDITOR,
    GUIDE_REPORT_MOVES,
    GUIDE_REPORT_STATES,
    PUBLISHER,
    REPORTER,
    REVIEWER,
    REVISION_MOVES,
    REVISION_STATES,
)
from tongban.catalogue.models import GuideReport, Implementation, Revision, Version
from tongban.catalogue.rules.enumerations import APPLIED_TYPES, Standing, VersionState
from tongban.kernel.errors import NotFound
from tongban.matters.events import NotYours
from tongban.matters.lifecycle import Kind, Part
from tongban.matters.queries import Facts
from tongban.matters.queries.participants import part_taken, took_part
from tongban.parties.queries import operator_id
from tongban.parties.rules.actor import Actor, DutyKind

# Who has to do with the catalogue in the office at all.
STEWARDS = (DutyKind.EDITOR, DutyKind.ITEM_REVIEWER, DutyKind.PUBLISHER)
# An editor gives a draft up while it is one; what is approved already only the publisher takes back.
_GIVES_UP = {EDITOR: ("drafting", "reviewing", "approving"), PUBLISHER: ("approving", "scheduled")}

# Whoever said one of these wrote in the drafts, whether or not they began them.
_WRITING = ("begin", "edit", "send_to_review")


def publishes(actor: Actor) -> bool:
    """Tell whether the actor puts items into force: the publishing office of the city (运行管理单位) alone does."""
    held = actor.authorities(DutyKind.PUBLISHER)
    return actor.is_system or (bool(held) and operator_id() in held)


def implementations_in_use() -> QuerySet[Implementation]:
    """Return what people may apply for: items whose version in force is neither suspended nor cancelled."""
    return Implementation.objects.filter(
        current__state=VersionState.PUBLISHED.value,
        current__standing=Standing.IN_USE.value,
        current__type__in=list(APPLIED_TYPES),
    )


def allow_words(actor: Actor) -> None:
    """Raise NotYours unless the actor may say what words stand for: whoever writes items anywhere, or publishes."""
    if not (actor.charged_with(DutyKind.EDITOR) or publishes(actor)):
        raise NotYours(_("只有事项编制人员和发布人员可以维护同义词。"))


def implementations_announced() -> QuerySet[Implementation]:
    """Return what people could ever apply for and has a version in force: also suspended and cancelled items."""
    return Implementation.objects.filter(
        current__state=VersionState.PUBLISHED.value, current__type__in=list(APPLIED_TYPES)
    )


def versions_once_published() -> QuerySet[Version]:
    """Return the versions that were ever in force: today's and those before it, never one that is to come."""
    return Version.objects.filter(state__in=[VersionState.PUBLISHED.value, VersionState.SUPERSEDED.value])


def no_such_item() -> NotFound:
    """Return the answer for an item that is not there, or that the asker may not see."""
    return NotFound(_("没有这个事项，或它已经停用。请从搜索或主题重新查找。"))


def authorities_of(actor: Actor, *kinds: DutyKind) -> frozenset[int] | None:
    """Return the authorities whose items the actor has one of the duties for; None stands for all of the city.

    Only the publishing office publishes, and does so for all; whoever edits or reviews there does so for all, too. A
    publisher at another authority has none.
    """
    held = actor.authorities(*kinds)
    if actor.is_system or (held and operator_id() in held):
        return None
    return frozenset[int]().union(*(actor.authorities(kind) for kind in kinds if kind is not DutyKind.PUBLISHER))


def has_duty(actor: Actor, authority_id: int, *kinds: DutyKind) -> bool:
    """Tell whether the actor has one of the duties for an authority's items."""
    if any(actor.holds(kind, authority_id) for kind in kinds if kind is not DutyKind.PUBLISHER):
        return True
    theirs = authorities_of(actor, *kinds)
    return theirs is None or authority_id in theirs


def watched_authorities(actor: Actor, *, drafts: bool = False) -> frozenset[int] | None:
    """Return the authorities whose quality and figures the actor looks after: stewards their own, supervisors all.

    None stands for all of the city. What is only being drafted is its stewards' alone: a supervisor watches what is in
    force. Raises NotYours to who looks after none.
    """
    supervises = bool(actor.authorities(DutyKind.SUPERVISOR))
    if supervises and not drafts:
        return None
    theirs = authorities_of(actor, *STEWARDS)
    if theirs is not None and not theirs and not supervises:
        raise NotYours(_("只有事项编辑、审核、发布和监察人员可以查看事项质量"))
    return theirs


def revisions(actor: Actor) -> QuerySet[Revision]:
    """Return the revisions that exist for the actor: of the authorities whose items are theirs in some duty."""
    theirs = authorities_of(actor, *STEWARDS)
    found = Revision.objects.select_related("matter__owner", "author")
    return found if theirs is None else found.filter(matter__owner_id__in=theirs)


def waits_for(actor: Actor) -> Q:
    """Return what is true of a revision whose next step is the actor's: their own draft, or one to review or publish.

    The same rule as `REVISION.holds`, as a filter: nobody reviews or publishes what they wrote or reviewed.
    """
    reviews = Q(matter__state="reviewing") & ~Q(part_taken(actor.officials, _WRITING))
    theirs = authorities_of(actor, DutyKind.ITEM_REVIEWER)
    if theirs is not None:
        reviews &= Q(matter__owner_id__in=theirs)
    found = Q(matter__state="drafting", author_id__in=actor.officials) | reviews
    if publishes(actor):
        found |= Q(matter__state="approving") & ~Q(part_taken(actor.officials, (*_WRITING, "pass_review")))
    return found


def implementations_of(actor: Actor) -> QuerySet[Implementation]:
    """Return the items that are a steward's in some duty: in force or not, and those that are only begun."""
    theirs = authorities_of(actor, *STEWARDS)
    found = Implementation.objects.all()
    return found if theirs is None else found.filter(authority_id__in=theirs)


def drafts_and_all(actor: Actor) -> QuerySet[Version]:
    """Return every version that exists for a steward: also drafts, those to come and those given up."""
    theirs = authorities_of(actor, *STEWARDS)
    found = Version.objects.all()
    return found if theirs is None else found.filter(implementation__authority_id__in=theirs)


def _sees_revision(actor: Actor, facts: Facts) -> bool:
    return actor.is_system or has_duty(actor, facts.matter.owner_id, *STEWARDS)


def _holds_in_revision(actor: Actor, facts: Facts, duty: str) -> bool:
    """Tell whether the actor has the duty in this revision: nobody reviews or publishes what they wrote or reviewed."""
    if actor.is_system:
        return True
    owner = facts.matter.owner_id
    if duty == EDITOR:
        return facts.state in _GIVES_UP[EDITOR] and has_duty(actor, owner, DutyKind.EDITOR)
    if duty == REVIEWER:
        may = facts.state == "reviewing" and has_duty(actor, owner, DutyKind.ITEM_REVIEWER)
        return may and not took_part(facts.matter.pk, actor.officials, _WRITING)
    if duty == PUBLISHER:
        may = facts.state in _GIVES_UP[PUBLISHER] and publishes(actor)
        return may and not took_part(facts.matter.pk, actor.officials, (*_WRITING, "pass_review"))
    return False


REVISION = Kind(
    code="revision",
    label="事项变更",
    label_en="Revision of the catalogue",
    states=REVISION_STATES,
    moves=REVISION_MOVES,
    holds=_holds_in_revision,
    sees=_sees_revision,
    parts={"revision": Part("catalogue.Revision", one=True, order="matter_id")},
)


def guide_reports(actor: Actor) -> QuerySet[GuideReport]:
    """Return the reports of wrong guides that exist for the actor: their own, and those they may answer."""
    theirs = authorities_of(actor, *STEWARDS)
    found = _reports()
    return found if theirs is None else found.filter(_reported_by(actor) | Q(matter__owner_id__in=theirs))


def own_guide_reports(actor: Actor) -> QuerySet[GuideReport]:
    """Return the reports that the actor made, as a person or as an official."""
    return _reports().filter(_reported_by(actor))


def _reports() -> QuerySet[GuideReport]:
    return GuideReport.objects.select_related("matter__owner", "implementation__current", "version")


def _reported_by(actor: Actor) -> Q:
    mine = Q(pk__in=[])
    if actor.person_id is not None:
        mine |= Q(matter__agent_id=actor.person_id)
    return mine if actor.official_id is None else mine | Q(official_id=actor.official_id)


def _sees_report(actor: Actor, facts: Facts) -> bool:
    return actor.is_system or _reported(actor, facts) or has_duty(actor, facts.matter.owner_id, *STEWARDS)


def _holds_in_report(actor: Actor, facts: Facts, duty: str) -> bool:
    """Tell whether the actor has the duty in this report: nobody answers their own."""
    if duty == REPORTER:
        return _reported(actor, facts)
    return duty == EDITOR and not _reported(actor, facts) and has_duty(actor, facts.matter.owner_id, DutyKind.EDITOR)


def _reported(actor: Actor, facts: Facts) -> bool:
    row: GuideReport = facts.parts["guide_report"]
    as_person = actor.person_id is not None and actor.person_id == facts.matter.agent_id
    return as_person or (actor.official_id is not None and actor.official_id == row.official_id)


GUIDE_REPORT = Kind(
    code="guide_report",
    label="指南纠错",
    label_en="Report of a wrong guide",
    states=GUIDE_REPORT_STATES,
    moves=GUIDE_REPORT_MOVES,
    holds=_holds_in_report,
    sees=_sees_report,
    parts={"guide_report": Part("catalogue.GuideReport", one=True, order="matter_id")},
)


def may_exchange(actor: Actor) -> bool:
    """Tell whether the actor deals with the upper platform: who publishes, or a system whose token is for it."""
    by_token = actor.client_system_id is not None and actor.scopes is not None and "exchange" in actor.scopes
    return by_token or (actor.client_system_id is None and publishes(actor))
