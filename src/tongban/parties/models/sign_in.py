"""Signing in to other systems with an account of ours, and proving by one's face who one is."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SignInClient(models.Model):
    """The leave of a system to let people sign in through us (登录接入); its secret and addresses are in `client`."""

    client = models.OneToOneField("allauth_idp_oidc.Client", on_delete=models.PROTECT, related_name="+")
    system = models.ForeignKey("parties.ClientSystem", on_delete=models.PROTECT, related_name="sign_in_clients")
    registered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("登录接入")
        verbose_name_plural = _("登录接入")

    def __str__(self) -> str:
        return f"{self.system}"


class SignInConsent(models.Model):
    """What an account lets a system know of its holder (登录授权); in force until it is revoked."""

    client = models.ForeignKey(SignInClient, on_delete=models.PROTECT, related_name="consents")
    account = models.ForeignKey("parties.Account", on_delete=models.CASCADE, related_name="sign_in_consents")
    scopes = ArrayField(models.CharField(max_length=40))
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("登录授权")
        verbose_name_plural = _("登录授权")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "client"], condition=Q(revoked_at__isnull=True), name="sign_in_consent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} → {self.client}"


class FaceCheck(models.Model):
    """One attempt to prove by face who somebody is (人脸核验); no picture is ever kept.

    `nonce` goes to the device and comes back signed. `outcome` is "" while the device works. A `demonstration` compared
    nothing.
    """

    class Outcome(models.TextChoices):
        PASSED = "passed", _("通过")
        FAILED = "failed", _("未通过")
        EXPIRED = "expired", _("超时")

    key = models.CharField(max_length=32, unique=True)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="face_checks")
    account = models.ForeignKey("parties.Account", on_delete=models.PROTECT, related_name="+")
    device = models.CharField(max_length=20)
    demonstration = models.BooleanField()
    nonce = models.CharField(max_length=64)
    reference = models.CharField(max_length=100, blank=True)
    url = models.URLField(max_length=500, blank=True)
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    reason = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = _("人脸核验")
        verbose_name_plural = _("人脸核验")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", ended_at__isnull=True)
                | Q(outcome__in=["passed", "failed", "expired"], ended_at__isnull=False),
                name="face_check_ends_with_an_outcome",
            )
        ]
        indexes = [models.Index(fields=["person", "begun_at"], name="face_check_by_person")]

    def __str__(self) -> str:
        return self.key
