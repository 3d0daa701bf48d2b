"""Who applies: persons, organisations, and the mandates by which one acts for another."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

ALL_ITEMS = "all"


class Person(models.Model):
    """A natural person (自然人); `assurance` 1 = told by the person, 2 = verified at a window or by a
    register."""

    id_number = models.CharField(max_length=18, unique=True)
    id_kind = models.CharField(max_length=3, default="111")
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    assurance = models.PositiveSmallIntegerField(default=1)
    invented = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("自然人")
        verbose_name_plural = _("自然人")
        constraints = [models.CheckConstraint(condition=Q(assurance__in=(1, 2)), name="person_assurance_known")]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A legal person or other organisation (法人和其他组织), known by its unified social credit code."""

    uscc = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    legal_representative = models.CharField(max_length=100)
    legal_representative_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="represents"
    )
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, default="存续")
    invented = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("法人和其他组织")
        verbose_name_plural = _("法人和其他组织")

    def __str__(self) -> str:
        return self.name


class Mandate(models.Model):
    """Leave for `agent` to act for an organisation or a person (授权): `scope` is "all" or a list of task
    codes.

    In force on a day when starts_on <= day <= ends_on (open when ends_on is null) and it is not revoked; one that an
    agent gave (转委托) only while the mandate that it was given `under` is in force too.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="mandates"
    )
    principal = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="mandates_given"
    )
    agent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates_held")
    scope: models.JSONField[Any, Any] = models.JSONField(default=str)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey("parties.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    under = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="passed_on")

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
                condition=Q(principal__isnull=True) | ~Q(principal=F("agent")),
                name="mandate_agent_is_another",
            ),
        ]
        indexes = [models.Index(fields=["agent"], condition=Q(revoked_at__isnull=True), name="mandate_unrevoked")]

    def __str__(self) -> str:
        return f"{self.organisation or self.principal} → {self.agent}"
