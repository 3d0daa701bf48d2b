"""The forms by which a case gets its holder: claimed by oneself, or assigned by who leads."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongban.cases import actions
from tongban.cases.queries import receivers
from tongban.web.office.forms.base import StepForm


class ClaimForm(StepForm):
    action = staticmethod(actions.claim)
    weight = "other"
    lead = _("认领后由您承办此件，同事会看到承办人是您。")
    button = _("确认认领")
    done = _("已认领，此件由您承办。")


class AssignForm(StepForm):
    action = staticmethod(actions.assign)
    weight = "other"
    lead = _("分派后由其承办，收件箱的“我承办的”里会出现此件。")
    button = _("确认分派")
    done = _("已分派。")

    official_id = forms.TypedChoiceField(label=_("承办人"), coerce=int, empty_value=None, required=False)

    def prepare(self) -> None:
        """Offer who could hold the case."""
        able = receivers(self.page.viewer, self.page.number, self.today).officials
        field = self.fields["official_id"]
        assert isinstance(field, forms.ChoiceField)
        people: list[Any] = sorted(able.items(), key=lambda one: one[1])
        field.choices = [("", gettext("请选择")), *people]
