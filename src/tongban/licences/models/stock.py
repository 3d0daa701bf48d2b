from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tongban.licences.models.licence import Licence


class StockImport(models.Model):
    """One file of licences that were there before this system (存量导入): whose, when, and how many were new."""

    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    trust_level = models.CharField(max_length=1)
    actor_name = models.CharField(max_length=100)
    imported_at = models.DateTimeField()
    created = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "licences_stock_import"
        ordering = ["-pk"]
        verbose_name = _("存量导入")
        verbose_name_plural = _("存量导入")

    def __str__(self) -> str:
        return self.file_name


class LicenceReminder(models.Model):
    """That a holder was reminded of an expiry (到期提醒): `days` is the threshold that was reached."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="reminders")
    days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        db_table = "licences_reminder"
        verbose_name = _("到期提醒")
        verbose_name_plural = _("到期提醒")
        constraints = [models.UniqueConstraint(fields=["licence", "days"], name="licence_reminded_once")]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.days}"
