"""What keeps an application from being handed in: wrong answers, and materials that are still missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from tongban.cases.queries.promises import deferrable
from tongban.cases.rules.resolving import Attempt, lapsed, settled
from tongban.catalogue.queries import ImplementationView
from tongban.catalogue.rules.answers import check_answers
from tongban.matters.queries import Facts


def wrong_answers(facts: Facts, item: ImplementationView, on: dt.date) -> dict[str, str]:
    """Return what is wrong in the form, by field, on the day on which it is handed in."""
    return dict(check_answers(item.form, facts.parts["case"].answers, on=on))


def missing_materials(item: ImplementationView, found: Mapping[str, Sequence[Attempt]]) -> dict[str, str]:
    """Return what was neither found, nor promised (告知承诺、容缺受理), nor given, by material.

    What government fetches itself (a licence material) is missing only where it knows that it is no longer in force.
    """
    errors: dict[str, str] = {}
    late = deferrable(item)
    for material in item.materials:
        attempts = found.get(material.code, ())
        if material.carrier == "form" or material.necessity == "optional" or settled(attempts) is not None:
            continue
        if (ended := lapsed(attempts)) is not None:
            told = _("“%(name)s”（%(source)s）已不在有效状态，请上传有效的“%(name)s”")
            errors[material.code] = told % {"name": material.name, "source": ended.source}
        elif material.carrier == "file" and material.necessity == "required":
            errors[material.code] = _("请上传“%(name)s”") % {"name": material.name}
        elif material in late:
            told = _("请上传“%(name)s”；暂时没有的，可以签署容缺受理承诺书，以后补交")
            errors[material.code] = told % {"name": material.name}
    return errors
