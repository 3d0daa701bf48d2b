"""Data elements: what forms ask for, by what it means (数据元)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tongban.catalogue.rules.enumerations import QUESTION_TYPES


class DataElement(models.Model):
    """What a field of a form means; `minimum` and `maximum` count characters for text.

    `level` is how closely its value is kept (1 public to 4 sensitive personal). What a city has set itself
    (`changed_at`) is not taken back by what comes with the program.
    """

    key = models.CharField(max_length=72, unique=True)
    title = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100, blank=True)
    type = models.CharField(max_length=20, choices=[(each.value, each.value) for each in QUESTION_TYPES])
    level = models.PositiveSmallIntegerField()
    choices = models.JSONField(default=list, blank=True)
    minimum = models.FloatField(null=True, blank=True)
    maximum = models.FloatField(null=True, blank=True)
    pattern = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    help = models.CharField(max_length=500, blank=True)
    help_en = models.CharField(max_length=500, blank=True)
    aliases = models.JSONField(default=list, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["key"]
        verbose_name = "数据项"
        verbose_name_plural = "数据项"
        constraints = [
            models.CheckConstraint(name="element_level_is_one_of_four", condition=Q(level__gte=1, level__lte=4)),
            models.CheckConstraint(
                name="element_bounds_in_order",
                condition=Q(minimum=None) | Q(maximum=None) | Q(minimum__lte=F("maximum")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"


class FormDraft(models.Model):
    """A form that was taken in from a template and has no item yet, until a steward puts it into one's draft.

    `groups` are groups of questions as in an item file; `report` tells what was found in the template and what was
    not, with lines. The same file is one draft, known by its `digest` (SHA-256).
    """

    name = models.CharField(max_length=200)
    file = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    groups = models.JSONField(default=list)
    report = models.JSONField(default=dict)
    taken_in_at = models.DateTimeField()
    taken_in_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["file"]
        verbose_name = "表单草稿"
        verbose_name_plural = "表单草稿"

    def __str__(self) -> str:
        return f"{self.name} ({self.file})"
