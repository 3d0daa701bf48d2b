from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LicenceType(models.Model):
    """A kind of licence (证照类型): who defined it, how long one is valid, and what its face shows.

    `type_code` is the 证照类型代码 (GB/T 36904): USCC of the defining authority and three digits; it never changes.
    `authority` is the owner in this city, `defined_by` the name of the defining authority where it is another.
    `fields` is a list of {"key", "label", "label_en", "level", "element"} in print order, `level` 1-4 of sensitivity,
    `element` the data element that it is, where it is one;
    `validity_months` 0 means without end. `template` is the look of its certificate, `holder_kinds` may be empty for
    both kinds, `remind_days` for the city's own days. `one_per_holder` counts for what is issued from then on.
    """

    code = models.SlugField(max_length=60, unique=True)
    type_code = models.CharField(max_length=21, unique=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=200, blank=True)
    authority = models.ForeignKey("parties.Authority", models.PROTECT, related_name="+")
    validity_months = models.PositiveSmallIntegerField(default=0)
    fields: models.JSONField[Any, Any] = models.JSONField(default=list)
    defined_by = models.CharField(max_length=200, blank=True)
    template = models.CharField(max_length=20, default="permit")
    one_per_holder = models.BooleanField(default=False)
    holder_kinds: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    catalog_codes: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    remind_days: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    exchange_code = models.CharField(max_length=50, blank=True)

    class Meta:
        db_table = "licences_licence_type"
        ordering = ["type_code"]
        verbose_name = _("证照类型")
        verbose_name_plural = _("证照类型")
        constraints = [
            models.CheckConstraint(
                condition=Q(type_code__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}[0-9]{3}$"), name="licence_type_code_form"
            )
        ]

    def __str__(self) -> str:
        return self.name
