"""What helps a reviewer on the page of a case: opinions given before, and who else works on it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from tongban.cases.models import Review
from tongban.cases.queries.page import CasePage
from tongban.cases.queries.reading import version_of
from tongban.cases.rules.masking import masked_answer, masked_words
from tongban.kernel.clock import day_of
from tongban.parties.queries import officials

MOST_OPINIONS, MOST_SEEN = 8, 5
# So many are looked through for opinions in different words.
LOOKED_THROUGH = 60


@dataclass(frozen=True, slots=True)
class EarlierOpinion:
    """An opinion that the same authority gave on the same step of another case, without personal data."""

    id: int
    opinion: str
    label: str
    text: str
    conditions: str
    given_on: dt.date


@dataclass(frozen=True, slots=True)
class Working:
    """Somebody who works on the case: the holder, an authority that reviews it, or who was seen last."""

    role: str
    name: str
    authority: str = ""
    verb: str = ""
    at: dt.datetime | None = None
    authority_en: str = ""


def earlier_opinions(page: CasePage, step_code: str) -> list[EarlierOpinion]:
    """Return what may be reused on a step that waits for the reader: newest first, each wording once, masked."""
    mine = next((line for line in page.reviews if line.is_mine and line.code == step_code), None)
    if mine is None:
        return []
    given = (
        Review.objects.filter(
            Q(~Q(text="") | ~Q(conditions="")),
            authority_id=mine.review.authority_id,
            step_code=step_code,
            given_at__isnull=False,
            matter__case__task_code=page.item.code,
        )
        .exclude(matter__number=page.number)
        .select_related("matter__case")
        .order_by("-given_at")[:LOOKED_THROUGH]
    )
    found: dict[tuple[str, str], EarlierOpinion] = {}
    for review in given:
        private = _private(review)
        text, conditions = masked_words(review.text, private), masked_words(review.conditions, private)
        found.setdefault(
            (text, conditions),
            EarlierOpinion(
                review.pk,
                review.opinion,
                str(Review.Opinion(review.opinion).label),
                text,
                conditions,
                day_of(review.given_at) if review.given_at else dt.date.min,
            ),
        )
    return list(found.values())[:MOST_OPINIONS]


def _private(review: Review) -> dict[str, str]:
    """Return what must not be carried from one case into another, with what stands in its place."""
    matter, case = review.matter, review.matter.case
    fields = version_of(case.version_id).form.get("properties", {})
    hidden = {matter.applicant_name: "申请人", matter.number: "本件"}
    for key, value in case.answers.items():
        masked = masked_answer(fields.get(key, {}), value)
        if isinstance(value, str) and len(value) > 1 and masked != value:
            hidden[value] = masked
    return hidden


def working_on(page: CasePage) -> list[Working]:
    """Return the holder, the authorities whose opinion is owed, and the officials seen last, each once."""
    found: list[Working] = []
    if page.holder_id is not None:
        # Who holds a case has mostly said something in it; only of others the name is looked up.
        names = {entry.official_id: entry.who for entry in page.timeline if entry.official_id is not None}
        name = names.get(page.holder_id) or officials([page.holder_id])[page.holder_id].name
        found.append(Working("holder", name, page.owner, authority_en=page.owner_en))
    seen: dict[str, Working] = {}
    for entry in reversed(page.timeline):
        if entry.official_id is not None and entry.who not in seen and len(seen) < MOST_SEEN:
            seen[entry.who] = Working("seen", entry.who, verb=entry.label, at=entry.at)
    before = {line.review.authority_id: line.review.reviewer_name for line in page.reviews if line.review.given_at}
    found += [
        Working(
            "review",
            before.get(line.review.authority_id, ""),
            line.authority,
            authority_en=line.authority_en,
        )
        for line in page.reviews
        if line.is_open
    ]
    return [*found, *seen.values()]
