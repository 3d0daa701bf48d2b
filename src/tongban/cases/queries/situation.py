"""What another situation (情形) would change of an application that is still a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.cases.access import is_applicant
from tongban.cases.queries.reading import read_case, version_of
from tongban.catalogue.rules.situations import clean
from tongban.kernel.errors import NotFound
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class SituationChange:
    """`chosen` are the answers to the item's questions, by key; `before` those that the application has now.

    `fewer` are the materials that fall away and `more` those that are asked for then, names by code; `files` the names
    of the files that were given for what falls away; `signs_anew` tells that what was promised no longer fits.
    """

    before: Mapping[str, str]
    chosen: Mapping[str, str]
    fewer: Mapping[str, str]
    more: Mapping[str, str]
    files: tuple[str, ...]
    signs_anew: bool

    @property
    def differs(self) -> bool:
        """Tell whether anything would change at all."""
        return self.before != self.chosen


def situation_change(actor: Actor, number: str, situation: Mapping[str, str] | None = None) -> SituationChange:
    """Return what this situation would change, nothing where none is given. Raises NotFound for who does not apply."""
    facts = read_case(number, actor)
    if not is_applicant(actor, facts):
        raise NotFound(_("没有找到，请核对编号"))
    return change_of(facts, facts.parts["case"].situation if situation is None else situation)


def change_of(facts: Facts, situation: Mapping[str, str]) -> SituationChange:
    """Return the same of a case that was read; what is no answer to a question of the item is left out."""
    case = facts.parts["case"]
    whole = version_of(case.version_id)
    before, chosen = clean(whole.situations, case.situation), clean(whole.situations, situation)
    now, then = ({m.code: m.name for m in whole.in_situation(each).materials} for each in (before, chosen))
    fewer = {code: name for code, name in now.items() if code not in then}
    more = {code: name for code, name in then.items() if code not in now}
    given = [each for each in facts.parts["materials"] if each.removed_at is None and each.code in fewer]
    promised = any(each.ended_at is None for each in facts.parts["commitments"])
    return SituationChange(
        before=before,
        chosen=chosen,
        fewer=fewer,
        more=more,
        files=tuple(each.file_name for each in given),
        signs_anew=promised and bool(fewer or more),
    )
