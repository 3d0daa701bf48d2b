"""What was done to parties: an append-only trace."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartyEvent(models.Model):
    """A change of a party, an account or reference data; the database refuses to change or delete it."""

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=100)
    actor_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        verbose_name = _("主体变更记录")
        verbose_name_plural = _("主体变更记录")
        indexes = [models.Index(fields=["subject", "id"], name="party_event_by_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
