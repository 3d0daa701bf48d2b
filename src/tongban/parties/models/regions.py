"""Administrative divisions (行政区划), by the 12-digit codes used for statistics."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Region(models.Model):
    """A division; its level follows GB/T 39046 A.2: 2 province, 3 city, 4 county, 5 township, 6 village."""

    code = models.CharField(max_length=12, primary_key=True, validators=[RegexValidator(r"^\d{12}\Z")])
    name = models.CharField(max_length=100)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        ordering = ["code"]
        verbose_name = _("区划")
        verbose_name_plural = _("区划")
        constraints = [
            models.CheckConstraint(condition=models.Q(level__range=(1, 6)), name="region_level_known"),
            models.CheckConstraint(condition=models.Q(code__regex=r"^\d{12}$"), name="region_code_12_digits"),
        ]

    def __str__(self) -> str:
        return self.name


class City(models.Model):
    """The city that this installation serves: one row, set by its own files."""

    region = models.OneToOneField(Region, on_delete=models.PROTECT, primary_key=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    site_title = models.CharField(max_length=100)
    site_title_en = models.CharField(max_length=100, blank=True)
    site_note = models.CharField(max_length=300, blank=True)
    site_note_en = models.CharField(max_length=300, blank=True)
    languages: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    default_language = models.CharField(max_length=10, default="zh-hans")
    catalog_prefix = models.CharField(max_length=2, blank=True)
    operator = models.ForeignKey("parties.Authority", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    default_hall = models.ForeignKey("parties.Hall", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    numbering: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("城市")
        verbose_name_plural = _("城市")
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="city_is_only_one")]

    def __str__(self) -> str:
        return self.name
