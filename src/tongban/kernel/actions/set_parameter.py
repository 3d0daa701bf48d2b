"""Set a parameter to a value from a day on."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput
from tongban.kernel.models import Parameter
from tongban.kernel.queries import forget_parameters


@transaction.atomic
def set_parameter(
    *,
    key: str,
    value: Any,
    basis: str,
    effective_from: dt.date,
    region_code: str = "",
    effective_to: dt.date | None = None,
) -> int:
    """Add the city's own row of a known parameter and return its id; rows that are there stay as they are.

    `basis` names the law with its article, or is "local parameter". The value must have the form that the parameter
    has so far: a number is whole and not negative. Raises BadInput naming the field.
    """
    errors = wrong_with(key, value, basis, effective_from, region_code, effective_to)
    if errors:
        raise BadInput(errors)
    known = Parameter.objects.filter(key=key)[0]
    row = Parameter.objects.create(
        key=key,
        region_code=region_code,
        value=value,
        unit=known.unit,
        label=known.label,
        basis=basis.strip(),
        effective_from=effective_from,
        effective_to=effective_to,
    )
    forget_parameters()
    transaction.on_commit(forget_parameters)
    return row.pk


def wrong_with(
    key: str,
    value: Any,
    basis: str,
    effective_from: dt.date,
    region_code: str = "",
    effective_to: dt.date | None = None,
) -> dict[str, str]:
    """Return what `set_parameter` would refuse, by field; nothing when it would not."""
    known = _known(key)
    if known is None:
        return {"key": _("没有参数“%(key)s”。") % {"key": key}}
    errors = {}
    if not _alike(known.value, value):
        errors["value"] = _("取值的形式应与现有取值相同，例如 %(example)s。") % {"example": known.value}
    if not basis.strip():
        errors["basis"] = _("请填写依据的法律和条文；没有的，写 local parameter。")
    if region_code and not (len(region_code) == 12 and region_code.isascii() and region_code.isdigit()):
        errors["region_code"] = _("请填写 12 位区划代码；全市适用的留空。")
    if effective_to is not None and effective_to < effective_from:
        errors["effective_to"] = _("失效日期不能早于生效日期。")
    if Parameter.objects.filter(key=key, region_code=region_code, effective_from=effective_from).exists():
        errors["effective_from"] = _("已有自这一天起的取值，不能改写，请另选生效日期。")
    return errors


def _known(key: str) -> Parameter | None:
    return Parameter.objects.filter(key=key).order_by("-shipped", "-effective_from").first()


def _alike(known: Any, value: Any) -> bool:
    if isinstance(known, bool) or isinstance(value, bool):
        return isinstance(known, bool) and isinstance(value, bool)
    if isinstance(known, int):
        return isinstance(value, int) and value >= 0
    if isinstance(known, list):
        return isinstance(value, list) and bool(value) and all(_alike(known[0], each) for each in value)
    if isinstance(known, dict):
        return isinstance(value, dict) and all(key in value and _alike(known[key], value[key]) for key in known)
    return isinstance(value, type(known)) and bool(value)
