"""Decisions as the public reads them (行政许可法 第四十条): what was granted, to whom, what is kept back and why."""

import datetime as dt
import functools
import operator
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.cases.access import CASE
from tongban.cases.lifecycle.words import GRANTED
from tongban.cases.models import Decision, Document
from tongban.cases.queries.lists import withholding_grounds
from tongban.cases.rules.decisions import DECISION_KINDS, decision_kind
from tongban.cases.rules.masking import masked_party
from tongban.kernel.clock import day_of
from tongban.kernel.errors import NotFound
from tongban.kernel.rules.paging import page_of

PAGE_SIZE = 20
AT_A_TIME = 1000
LICENSING = "01"
# What is decided anew is published once that is done; what was taken back stays, as what it now is.
_STANDING = frozenset(f"{GRANTED} revoked cancelled".split())
_TAKEN_BACK = ("revoked", "cancelled")


@dataclass(frozen=True, slots=True)
class PublishedDecision:
    """A decision with what may be read of it; None stands for a part that is withheld, with its ground in `withheld`.

    A person's name is masked. `standing` says what became of the grant, empty while it stands.
    """

    number: str
    document_number: str
    subject: str | None
    holder: str | None
    authority: str
    authority_en: str
    conditions: str | None
    reasons: str | None
    valid_from: dt.date | None
    valid_until: dt.date | None
    licence: str | None
    decided_on: dt.date
    posted_on: dt.date
    deemed: bool
    standing: str
    withheld: dict[str, str]


@dataclass(frozen=True, slots=True)
class PublishedDecisions:
    """A page of them, the newest first."""

    rows: list[PublishedDecision]
    count: int
    page: int
    pages: int


def published(q: str = "", page: int = 1) -> PublishedDecisions:
    """Return a page of the decisions whose item, holder, authority or number has the words, in three queries.

    Mock cases and items that are no licences are never among them; what is withheld cannot be found by either.
    """
    rows, count, page, pages = page_of(_found(q), page, PAGE_SIZE)
    return PublishedDecisions(list(_views(rows)), count, page, pages)


def published_all(q: str = "") -> Iterator[PublishedDecision]:
    """Yield all of them, a thousand at a time, for a list that is taken away whole."""
    found, after = _found(q), Q()
    while rows := list(found.filter(after)[:AT_A_TIME]):
        yield from _views(rows)
        last = rows[-1]
        after = Q(decided_at__lt=last.decided_at) | Q(decided_at=last.decided_at, matter_id__lt=last.matter_id)


def published_decision(number: str) -> PublishedDecision:
    """Return one decision by the number of its case, in two queries. Raises NotFound."""
    # PostgreSQL has no text with a NUL in it.
    rows = list(_found("").filter(matter__number=number)[:1]) if "\x00" not in number else []
    if not rows:
        raise NotFound(_("没有公开的这份决定，请核对编号"))
    return next(_views(rows))


def _found(q: str) -> QuerySet[Decision]:
    public = Decision.objects.filter(
        outcome=Decision.Outcome.GRANTED,
        matter__state__in=_STANDING,
        matter__case__mock=False,
        matter__case__version__type=LICENSING,
    )
    words = q.replace("\x00", "").split()[:5]
    named = functools.reduce(operator.and_, (_has(word) for word in words), Q())
    return public.filter(named).select_related("matter__owner").order_by("-decided_at", "-matter_id")


def _has(word: str) -> Q:
    whole = ~Q(withheld__has_key="all")
    subject = Q(matter__subject__icontains=word) & ~Q(withheld__has_key="subject")
    # Who is masked cannot be found by name either.
    holder = Q(matter__applicant_organisation__isnull=False, matter__applicant_name__icontains=word)
    holder &= ~Q(withheld__has_key="applicant")
    return Q(matter__number__iexact=word) | Q(matter__owner__name__icontains=word) | (whole & (subject | holder))


def _views(rows: list[Decision]) -> Iterator[PublishedDecision]:
    numbers = _document_numbers(row.matter_id for row in rows)
    grounds = withholding_grounds()
    english = get_language() == "en"
    for row in rows:
        said = {
            part: (grounds[code].label_en if english else grounds[code].label) if code in grounds else code
            for part, code in row.withheld.items()
        }
        yield _view(row, numbers.get(row.matter_id, ""), said)


def _document_numbers(matter_ids: Iterable[int]) -> dict[int, str]:
    made = Document.objects.filter(matter_id__in=list(matter_ids), kind__in=DECISION_KINDS).order_by("pk")
    rows = made.values_list("matter_id", "number", "kind", "matter__case__purpose")
    # What was granted may have been cancelled since, by a document that is no decision on the application.
    return {matter: number for matter, number, kind, purpose in rows if kind == decision_kind(purpose, granted=True)}


def _view(row: Decision, document_number: str, withheld: dict[str, str]) -> PublishedDecision:
    matter = row.matter

    def open_(part: str, value: str) -> str | None:
        return None if part in withheld or "all" in withheld else value

    # The register of licences tells whose a licence is and what for: it must not be led to either.
    licence = None if {"applicant", "subject"} & withheld.keys() else open_("licence", row.licence_identifier)

    return PublishedDecision(
        number=matter.number,
        document_number=document_number,
        subject=open_("subject", matter.subject),
        holder=open_("applicant", masked_party(matter)),
        authority=matter.owner.name,
        authority_en=matter.owner.name_en,
        conditions=open_("conditions", row.conditions),
        reasons=open_("reasons", row.reasons),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        licence=licence,
        decided_on=day_of(row.decided_at),
        posted_on=day_of(row.decided_at),
        deemed=row.deemed,
        standing=_standing(matter.state),
        withheld=withheld,
    )


def _standing(state: str) -> str:
    if state not in _TAKEN_BACK:
        return ""
    both = CASE.state(state)
    return both.label_en if get_language() == "en" else both.label
