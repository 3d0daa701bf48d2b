"""Asking of which document a number is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongban.parties.rules.identity import KIND_NAMES, RESIDENT

# The longest number as people write it, with spaces and the dash before a check digit.
LONGEST_WRITTEN = 30


class IdKindField(forms.ChoiceField):
    """The kind of an identity document; who names none means the resident's card."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("证件种类"))
        super().__init__(choices=list(KIND_NAMES.items()), initial=RESIDENT, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the kind that was chosen."""
        return super().clean(value or RESIDENT)
