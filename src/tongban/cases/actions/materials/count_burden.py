"""Count what an application asked of its applicant, when it is handed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from tongban.cases.models import CaseBurden
from tongban.cases.queries.reading import item_of
from tongban.cases.rules.burden import fields_asked, materials_asked
from tongban.cases.rules.resolving import Attempt
from tongban.catalogue.rules.conditions import asked
from tongban.kernel.clock import day_of
from tongban.matters.queries import Facts


def burden_of(facts: Facts, found: Mapping[str, Sequence[Attempt]], at: dt.datetime) -> CaseBurden:
    """Return the unsaved count of a case: its materials by way, its questions by where the answers came from."""
    item, case = item_of(facts), facts.parts["case"]
    wanted = [each for each in item.materials if each.carrier != "form" and each.necessity != "optional"]
    materials = materials_asked(
        [each.code for each in wanted], {each.code for each in wanted if each.carrier == "licence"}, found
    )
    fields = fields_asked(asked(item.form, case.answers), case.answers, case.sources)
    return CaseBurden(
        matter_id=facts.matter.pk,
        task_code=case.task_code,
        authority_id=facts.matter.owner_id,
        month=day_of(at).replace(day=1),
        materials_required=materials.required,
        materials_found=materials.found,
        materials_asked=materials.asked,
        found_by=dict(materials.found_by),
        fields_shown=fields.shown,
        fields_prefilled=fields.prefilled,
        fields_changed=fields.changed,
        fields_typed=fields.typed,
    )
