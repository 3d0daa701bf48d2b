"""Quality rules as a city sets them, and what they found (事项质检)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class QualityRule(models.Model):
    """How grave a rule is for this city, from a day on; the check itself is `rules.quality`'s, found by `code`.

    `settings` are the words and numbers that the check goes by. A city's own row goes before one that came with the
    program (`shipped`); "off" leaves the rule out.
    """

    class Severity(models.TextChoices):
        ERROR = "error", "错误"
        WARNING = "warning", "警告"
        OFF = "off", "不检查"

    code = models.CharField(max_length=10)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    title = models.CharField(max_length=200)
    basis = models.CharField(max_length=200, default="local parameter")
    settings = models.JSONField(default=dict, blank=True)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    shipped = models.BooleanField(default=False)

    class Meta:
        ordering = ["code", "-effective_from"]
        verbose_name = "质检规则"
        verbose_name_plural = "质检规则"
        constraints = [
            models.UniqueConstraint(fields=["code", "effective_from", "shipped"], name="quality_rule_once_a_day"),
            models.CheckConstraint(
                name="quality_rule_ends_after_it_begins",
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Finding(models.Model):
    """What a rule found in a version; `reason` is why a warning may stand, given by its author."""

    version = models.ForeignKey("catalogue.Version", models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=10)
    severity = models.CharField(max_length=10)
    field = models.CharField(max_length=100)
    message = models.CharField(max_length=500)
    words = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    reasoned_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["version", "rule", "field"]
        verbose_name = "质检结果"
        verbose_name_plural = "质检结果"
        constraints = [
            models.UniqueConstraint(fields=["version", "rule", "field", "message"], name="finding_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.field}"
