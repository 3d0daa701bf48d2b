"""Administrative divisions (行政区划), by the 12-digit codes used for statistics."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models


class Region(models.Model):
    """A division; its level follows GB/T 39046 A.2: 2 province, 3 city, 4 county, 5 township, 6 village."""

    code = models.CharField(max_length=12, primary_key=True, validators=[RegexValidator(r"^\d{12}\Z")])
    name = models.CharField(max_length=100)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )

    class Meta:
        ordering = ["code"]
        verbose_name = "区划"
        verbose_name_plural = "区划"
        constraints = [
            models.CheckConstraint(condition=models.Q(level__range=(1, 6)), name="region_level_known"),
            models.CheckConstraint(condition=models.Q(code__regex=r"^\d{12}$"), name="region_code_12_digits"),
        ]

    def __str__(self) -> str:
        return self.name
