"""What the cases of a day showed of an item; it arrives by announcement, as cases are not known down here."""

from __future__ import annotations

from django.db import models


class Figure(models.Model):
    """One implementation on one day: how many applied, how many were answered, and what that took.

    `days` counts the answered by the working days they took: `{"3": 5}`. `materials` is how many papers the answered
    handed in all together, `visits` how often they came.
    """

    implementation = models.ForeignKey("catalogue.Implementation", models.PROTECT, related_name="figures")
    day = models.DateField()
    applied = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    days = models.JSONField(default=dict)
    materials = models.PositiveIntegerField(default=0)
    visits = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "办理数据"
        verbose_name_plural = "办理数据"
        constraints = [models.UniqueConstraint(fields=["implementation", "day"], name="figure_once_a_day")]

    def __str__(self) -> str:
        return f"{self.implementation_id} {self.day}"


class Reality(models.Model):
    """What the last twelve months to `until` showed of an implementation (办理实况), summed from its figures by night.

    `days` counts the answered by the working days they took: half of them took no longer than `median_days`, nine in
    ten than `p90_days`, None where nothing was answered. `materials` and `visits` are sums over the answered.
    """

    implementation = models.OneToOneField(
        "catalogue.Implementation", models.CASCADE, primary_key=True, related_name="reality"
    )
    until = models.DateField()
    applied = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    days = models.JSONField(default=dict)
    median_days = models.PositiveIntegerField(null=True, blank=True)
    p90_days = models.PositiveIntegerField(null=True, blank=True)
    materials = models.PositiveIntegerField()
    visits = models.PositiveIntegerField()

    class Meta:
        verbose_name = "办理实况"
        verbose_name_plural = "办理实况"
        indexes = [models.Index(fields=["-applied", "implementation"], name="reality_most_applied")]

    def __str__(self) -> str:
        return f"{self.implementation_id} {self.until}"
