"""The parts of a guide that are more than a list: the materials by what to do about them, and the way of the work."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tongban.catalogue import queries as catalogue
from tongban.catalogue.queries import ImplementationView, MaterialView, StepView
from tongban.catalogue.rules.steps import stages
from tongban.kernel.rules.calendar import Due
from tongban.kernel.rules.expressions import names_in, rules_out
from tongban.parties.rules.views import AuthorityName, AuthorityView


@dataclass(frozen=True, slots=True)
class Materials:
    """The material list as an applicant sees it: what to bring, what to fill in, what nobody asks for.

    `fallen_away` are those that this situation does not need.
    """

    to_bring: list[MaterialView]
    to_fill: list[MaterialView]
    not_needed: list[MaterialView]
    fallen_away: list[MaterialView]


@dataclass(frozen=True, slots=True)
class WayStep:
    """One step of the work: who does it, in how many working days, by when if one applied today.

    `perhaps` where the answers of the application decide whether it is taken at all.
    """

    name: str
    authority: str
    authority_en: str
    days: int
    due: Due | None
    perhaps: bool


def sorted_materials(whole: ImplementationView, item: ImplementationView) -> Materials:
    """Sort the materials by what the applicant has to do about them; `whole` is the item in no situation."""
    needed = {each.code for each in item.materials}
    rest = [each for each in item.materials if not each.is_spared]
    return Materials(
        to_bring=[each for each in rest if each.carrier != "form"],
        to_fill=[each for each in rest if each.carrier == "form"],
        not_needed=[each for each in item.materials if each.is_spared],
        fallen_away=[each for each in whole.materials if each.code not in needed],
    )


def way_of(
    item: ImplementationView, situation: Mapping[str, str], exerciser: AuthorityView | None, on: dt.date
) -> list[list[WayStep]]:
    """Return the steps in the order of the work, those of one stage side by side, with their days from `on`.

    What the situation rules out is left out; what only the application's answers can decide stands as perhaps.
    """
    known = [each for each in item.steps if not _ruled_out(each, situation)]
    instead = {item.authority.id: AuthorityName(exerciser.name, exerciser.name_en)} if exerciser else {}
    dates = catalogue.step_days_if_applied(item, on)
    return [
        [
            WayStep(
                name=step.name,
                authority=(who := instead.get(step.authority_id, _named(step))).name,
                authority_en=who.name_en,
                days=step.days,
                due=dates.get(step.code),
                perhaps=bool(step.only_when) and not _told(step, situation),
            )
            for step in stage
        ]
        for stage in stages(known)
    ]


def _named(step: StepView) -> AuthorityName:
    return AuthorityName(step.authority_name, step.authority_name_en)


def _told(step: StepView, situation: Mapping[str, str]) -> bool:
    """Tell whether the situation alone decides over the step."""
    return all(group == "situation" and key in situation for group, key in names_in(step.only_when))


def _ruled_out(step: StepView, situation: Mapping[str, str]) -> bool:
    return bool(step.only_when) and _told(step, situation) and rules_out(step.only_when, {"situation": situation})
