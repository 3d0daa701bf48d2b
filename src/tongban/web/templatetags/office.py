"""What the office's pages say and ask: remaining days, clocks, grounds, and the fields of a step."""

from typing import Any

from django import forms, template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongban.kernel.clock import today
from tongban.matters.rules.lamps import Lamp
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.web.office.forms.base import PickField, PickManyField, StepForm
from tongban.web.office.menu import Group, menu_of
from tongban.web.templatetags.words import ground_name

register = template.Library()
register.filter("ground_name", ground_name)


@register.filter
def remaining(row: Any) -> str:
    """Say how many working days are left, or by how many it is late; `row` has remaining and lamp."""
    if row.lamp == Lamp.GREY:
        return _("暂停中")
    if row.remaining is None:
        return ""
    if row.remaining < 0:
        return ngettext("已逾期 %(days)s 个工作日", "已逾期 %(days)s 个工作日", -row.remaining) % {
            "days": -row.remaining
        }
    if row.remaining > 0:
        return ngettext("还剩 %(days)s 个工作日", "还剩 %(days)s 个工作日", row.remaining) % {"days": row.remaining}
    if row.due_on == today():
        return _("今天到期")
    return _("已到期") if row.due_on < today() else _("不足 1 个工作日")


@register.filter
def clock_name(kind: str) -> str:
    """Return the word for a kind of clock."""
    names = {
        "intake": _("受理期限"),
        "correction": _("补正期限"),
        "legal": _("法定办结期限"),
        "promise": _("承诺办结期限"),
        "delivery": _("送达期限"),
        "tolerance": _("容缺补齐期限"),
    }
    return names.get(kind, kind)


@register.filter
def lasting(days: float | None) -> str:
    """Say how long something took, given in days: minutes, hours or days, whichever reads best."""
    if days is None:
        return "—"
    minutes = round(days * 24 * 60)
    if minutes < 60:
        return _("%(count)s 分钟") % {"count": minutes}
    if minutes < 24 * 60:
        return _("%(count)s 小时") % {"count": f"{days * 24:.1f}"}
    return _("%(days)s 日") % {"days": f"{days:.1f}"}


@register.filter
def channel_name(channel: str) -> str:
    """Return the word for how an application came in."""
    names = {"window": _("窗口收件"), "phone": _("电话收件"), "kiosk": _("自助终端"), "agent": _("帮办代办")}
    return names.get(channel, channel)


@register.filter
def source_name(door: str) -> str:
    """Return the word for the door that a step came through."""
    names = {"web": _("网上"), "window": _("窗口"), "api": _("接口"), "system": _("系统")}
    return names.get(door, door)


@register.simple_tag(takes_context=True)
def office_menu(context: template.Context) -> list[Group]:
    """Return the menu of the official who reads the page."""
    request = context["request"]
    return menu_of(request.actor, request.path, staff=request.user.is_staff)


@register.filter
def has_duty(actor: Actor, kind: str) -> bool:
    """Tell whether the actor holds a duty anywhere today."""
    return actor.charged_with(DutyKind(kind))


@register.inclusion_tag("office/field.html")
def step_field(form: StepForm, name: str, checked: bool = True) -> dict[str, Any]:
    """Ask one question of a step: choices as a group with notes, the rest under its label."""
    bound = form[name]
    widget = bound.field.widget
    errors = [str(each) for each in bound.errors] if checked and form.is_bound else []
    described = [f"{name}-help"] if bound.help_text else []
    described += [f"{name}-error"] if errors else []
    attributes: dict[str, Any] = {"class": "form-control", "aria-describedby": " ".join(described) or None}
    if isinstance(widget, forms.NumberInput):
        attributes["class"] = "form-control short"
    if isinstance(widget, forms.Select):
        attributes["class"] = "form-select"
    if errors:
        attributes["aria-invalid"] = "true"
    if name not in form.optional | form.conditional:
        attributes["aria-required"] = "true"
    many = isinstance(bound.field, PickManyField)
    radio = (many or isinstance(bound.field, PickField)) and not bound.is_hidden
    return {
        "name": name,
        "label": bound.label,
        "help": bound.help_text,
        "errors": errors,
        "described": " ".join(described),
        "optional": name in form.optional,
        "radio": radio,
        "kind": "checkbox" if many else "radio",
        "hidden": bound.is_hidden,
        "choices": _choices(bound) if radio else [],
        "control": "" if radio else bound.as_widget(attrs={key: each for key, each in attributes.items() if each}),
        "unit": _("个工作日") if name == "days" else "",
    }


def _choices(bound: forms.BoundField) -> list[tuple[str, Any, Any, bool]]:
    field, value = bound.field, bound.value() or ""
    assert isinstance(field, PickField | PickManyField)
    chosen = {str(each) for each in value} if isinstance(value, list) else {str(value)}
    listed: Any = field.choices
    return [(key, label, field.notes.get(key, ""), key in chosen) for key, label in listed]
