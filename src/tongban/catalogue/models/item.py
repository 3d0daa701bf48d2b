"""The base directory (基本目录) and the themes that items are shown under."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tongban.catalogue.rules.enumerations import AUDIENCES, ITEM_TYPES, THEME_KINDS, ThemeKind


class Theme(models.Model):
    """What people look under (主题分类): a subject, an event in a life or a business, a part of the portal.

    `audience` says in whose part of the portal it stands; `note` tells what it gathers.
    """

    key = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=10, default=ThemeKind.SUBJECT.value)
    note = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    audience = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    icon = models.CharField(max_length=50, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "key"]
        verbose_name = "主题"
        verbose_name_plural = "主题"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(audience__contained_by=list(AUDIENCES)), name="theme_audience_known"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=list(THEME_KINDS)), name="theme_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """An entry of the base directory (基本目录), known by its 基本编码: PP TT DD MMM SSS.

    One that is not `in_use` keeps its implementations, and takes no new ones.
    """

    catalog_code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    type = models.CharField(max_length=2)
    local_code = models.CharField(max_length=50, blank=True)
    in_use = models.BooleanField(default=True)

    class Meta:
        ordering = ["catalog_code"]
        verbose_name = "基本目录事项"
        verbose_name_plural = "基本目录事项"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(catalog_code__regex=r"^\d{12}$"), name="item_catalog_code_12_digits"
            ),
            models.CheckConstraint(condition=models.Q(type__in=list(ITEM_TYPES)), name="item_type_known"),
        ]

    def __str__(self) -> str:
        return self.name
