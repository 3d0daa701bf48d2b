"""Authorities, the halls they serve in, and the windows of a hall."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Authority(models.Model):
    """An organ that decides or reviews (实施主体), known by its unified social credit code (GB 32100)."""

    uscc = models.CharField(max_length=18, unique=True)
    key = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=50)
    # Stands first in the numbers of its documents (发文机关代字); the short name where it has none.
    document_mark = models.CharField(max_length=12, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="authorities")
    line = models.CharField(max_length=2, blank=True, validators=[RegexValidator(r"^\d{2}\Z")])
    phone = models.CharField(max_length=40, blank=True)
    complaint_phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["key"]
        verbose_name = _("实施主体")
        verbose_name_plural = _("实施主体")

    def __str__(self) -> str:
        return self.name


class Hall(models.Model):
    """A government service hall (政务服务大厅)."""

    key = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="halls")
    address = models.CharField(max_length=200)
    hours = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["key"]
        verbose_name = _("政务大厅")
        verbose_name_plural = _("政务大厅")

    def __str__(self) -> str:
        return self.name


class Window(models.Model):
    """A numbered window of a hall (窗口) and the authorities whose items it receives."""

    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, related_name="windows")
    number = models.CharField(max_length=10)
    name = models.CharField(max_length=100)
    authorities = models.ManyToManyField(Authority, related_name="windows")

    class Meta:
        ordering = ["hall", "number"]
        verbose_name = _("窗口")
        verbose_name_plural = _("窗口")
        constraints = [models.UniqueConstraint(fields=["hall", "number"], name="window_number_once_a_hall")]

    def __str__(self) -> str:
        return f"{self.hall} {self.number} {self.name}"
