"""The mandates by which one acts for another, and the papers that a helper took along."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

ALL_ITEMS = "all"


class Mandate(models.Model):
    """Leave for somebody to act for an organisation or a person (授权): `scope` is "all" or a list of codes.

    The agent is a person (经办人, 亲属) or, as helper (帮办代办), an official. In force on a day when both sides
    accepted, nobody declined or revoked it and starts_on <= day <= ends_on (open when ends_on is null); one that an
    agent gave (转委托) only while the mandate that it was given `under` is in force too. One signed on paper names the
    official who recorded it at a window and the scan of what was signed.
    """

    class Kind(models.TextChoices):
        AGENT = "agent", _("单位经办人")
        RELATIVE = "relative", _("亲友代办")
        HELPER = "helper", _("帮办代办")

    class Side(models.TextChoices):
        PRINCIPAL = "principal", _("委托人")
        AGENT = "agent", _("代办人")
        WINDOW = "window", _("窗口")
        SYSTEM = "system", _("系统")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="mandates"
    )
    principal = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="mandates_given"
    )
    agent = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="mandates_held"
    )
    helper = models.ForeignKey(
        "parties.Official", on_delete=models.PROTECT, null=True, blank=True, related_name="mandates_held"
    )
    scope: models.JSONField[Any, Any] = models.JSONField(default=str)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    proposed_by = models.CharField(max_length=10, choices=Side.choices, default=Side.PRINCIPAL)
    principal_accepted_at = models.DateTimeField(null=True, blank=True)
    agent_accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=10, choices=Side.choices, blank=True)
    given_by = models.ForeignKey("parties.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    under = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="passed_on")
    recorded_by = models.ForeignKey(
        "parties.Official", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    paper_sha256 = models.CharField(max_length=64, blank=True)
    paper_name = models.CharField(max_length=200, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("授权")
        verbose_name_plural = _("授权")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, principal__isnull=True)
                | Q(organisation__isnull=True, principal__isnull=False),
                name="mandate_has_one_principal",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="mandate_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(principal__isnull=True) | Q(agent__isnull=True) | ~Q(principal=F("agent")),
                name="mandate_agent_is_another",
            ),
            models.CheckConstraint(
                condition=Q(kind="agent", organisation__isnull=False, agent__isnull=False, helper__isnull=True)
                | Q(kind="relative", principal__isnull=False, agent__isnull=False, helper__isnull=True)
                | Q(kind="helper", agent__isnull=True, helper__isnull=False),
                name="mandate_kind_fits_its_sides",
            ),
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=True, paper_sha256="")
                | (Q(recorded_by__isnull=False) & ~Q(paper_sha256="")),
                name="mandate_on_paper_has_its_scan",
            ),
        ]
        indexes = [
            models.Index(fields=["agent"], condition=Q(revoked_at__isnull=True), name="mandate_unrevoked"),
            models.Index(
                fields=["ends_on"],
                condition=Q(revoked_at__isnull=True, reminded_on__isnull=True),
                name="mandate_ending",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation or self.principal} → {self.agent or self.helper}"


class HandedOver(models.Model):
    """An original that the agent took along for the principal (原件交接), until it was given back."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="handed_over")
    name = models.CharField(max_length=100)
    taken_at = models.DateTimeField()
    given_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("原件交接")
        verbose_name_plural = _("原件交接")
        constraints = [
            models.CheckConstraint(
                condition=Q(given_back_at__isnull=True) | Q(given_back_at__gte=F("taken_at")),
                name="handed_over_comes_back_later",
            )
        ]

    def __str__(self) -> str:
        return self.name
