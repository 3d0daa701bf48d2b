"""What base registers know, and who looked it up."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RegisterRecord(models.Model):
    """What one base register (基础信息库) knows of a subject, on a day; `values` maps data elements to
    values.

    `level` grades the values (数据分级): 1 public, 2 internal, 3 personal or commercial, 4 sensitive.
    """

    register = models.SlugField(max_length=50)
    register_name = models.CharField(max_length=100)
    provider = models.ForeignKey("parties.Authority", on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(
        max_length=12, choices=[("person", _("自然人")), ("organisation", _("法人和其他组织"))]
    )
    subject_code = models.CharField(max_length=18)
    values: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    as_of = models.DateField()
    level = models.PositiveSmallIntegerField(default=3)

    class Meta:
        verbose_name = _("基础信息库记录")
        verbose_name_plural = _("基础信息库记录")
        constraints = [
            models.UniqueConstraint(fields=["subject_code", "register"], name="record_once_a_register"),
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="record_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.register_name} {self.pk}"


class LookUp(models.Model):
    """One look into the registers: who, of whom, which elements, for what; never changed and never
    deleted."""

    subject_code = models.CharField(max_length=18)
    elements = ArrayField(models.CharField(max_length=60))
    registers = ArrayField(models.CharField(max_length=50))
    actor_name = models.CharField(max_length=100)
    account = models.ForeignKey("parties.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    client_system = models.ForeignKey(
        "parties.ClientSystem", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    purpose = models.CharField(max_length=300)
    case_number = models.CharField(max_length=50, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("数据使用记录")
        verbose_name_plural = _("数据使用记录")
        indexes = [models.Index(fields=["subject_code", "-at"], name="look_up_by_subject")]
        constraints = [models.CheckConstraint(condition=~Q(purpose=""), name="look_up_has_a_purpose")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.purpose}"
