"""Who applies: persons and organisations."""

from __future__ import annotations

from django.core.validators import validate_email
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongban.kernel.sealing import SealedCharField
from tongban.parties.rules.identity import code_of


class Person(models.Model):
    """A natural person (自然人), known by the number of one document; `id_kind` says of which (GA/T 2000.156).

    `assurance` (实名等级): 1 = told by the person, 2 = confirmed at a window or by a register, 3 = by a face check.
    """

    id_number = SealedCharField(max_length=18)
    id_kind = models.CharField(max_length=3, default="111")
    name = models.CharField(max_length=100)
    phone = SealedCharField(max_length=20, blank=True)
    email = SealedCharField(max_length=254, blank=True, validators=[validate_email])
    address = models.CharField(max_length=200, blank=True)
    assurance = models.PositiveSmallIntegerField(default=1)
    invented = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("自然人")
        verbose_name_plural = _("自然人")
        constraints = [
            models.UniqueConstraint(fields=["id_number", "id_kind"], name="person_number_once_a_kind"),
            models.CheckConstraint(condition=Q(assurance__in=(1, 2, 3)), name="person_assurance_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """Return what stands for the person in other registers (`rules.identity.code_of`)."""
        return code_of(self.id_kind, self.id_number)


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
