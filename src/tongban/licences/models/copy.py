"""Copies of licences for one purpose, what allows them, and who used a licence."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Authorisation(models.Model):
    """What a holder allows to be made of a licence (持证人授权): one copy, for whom and what for, until when.

    `way` says how it was given: signed in for oneself (signed_in), by a code told to somebody (code), by the picture on
    the holder's screen (screen), or by approving a request (request). Of a code or picture only the keyed hash is kept.
    """

    WAYS = [
        ("signed_in", _("本人登录出具")),
        ("code", _("一次性授权码")),
        ("screen", _("亮码授权")),
        ("request", _("同意申请")),
    ]

    licence = models.ForeignKey("licences.Licence", models.PROTECT, related_name="authorisations")
    way = models.CharField(max_length=12, choices=WAYS)
    account = models.ForeignKey("parties.Account", models.PROTECT, null=True, blank=True, related_name="+")
    purpose = models.CharField(max_length=200, blank=True)
    user_name = models.CharField(max_length=200, blank=True)
    user_code = models.CharField(max_length=18, blank=True)
    fields: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    copy_expires_on = models.DateField(null=True, blank=True)
    secret_hash = models.CharField(max_length=64, blank=True)
    given_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "licences_authorisation"
        verbose_name = _("持证人授权")
        verbose_name_plural = _("持证人授权")
        indexes = [models.Index(fields=["licence", "-given_at"], name="authorisation_of_licence")]
        constraints = [
            models.CheckConstraint(
                name="authorisation_way_known", condition=Q(way__in=("signed_in", "code", "screen", "request"))
            ),
            models.CheckConstraint(name="authorisation_ends_after_it_begins", condition=Q(ends_at__gte=F("given_at"))),
            models.UniqueConstraint(
                fields=["secret_hash"], name="authorisation_picture_once", condition=Q(way="screen")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.way} {self.given_at:%Y-%m-%d}"


class CopyRequest(models.Model):
    """A department's or third party's request for a copy (副本申请), which the holder approves or declines."""

    licence = models.ForeignKey("licences.Licence", models.PROTECT, related_name="copy_requests")
    authority = models.ForeignKey("parties.Authority", models.PROTECT, null=True, blank=True, related_name="+")
    client_system = models.ForeignKey("parties.ClientSystem", models.PROTECT, null=True, blank=True, related_name="+")
    user_name = models.CharField(max_length=200)
    user_code = models.CharField(max_length=18, blank=True)
    purpose = models.CharField(max_length=200)
    case_number = models.CharField(max_length=50, blank=True)
    fields: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    copy_expires_on = models.DateField()
    asked_by = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    approved = models.BooleanField(null=True, blank=True)
    copy = models.OneToOneField("licences.Copy", models.PROTECT, null=True, blank=True, related_name="request")

    class Meta:
        db_table = "licences_copy_request"
        verbose_name = _("副本申请")
        verbose_name_plural = _("副本申请")
        indexes = [
            models.Index(fields=["licence", "-asked_at"], name="copy_request_open", condition=Q(answered_at=None))
        ]
        constraints = [
            models.CheckConstraint(
                name="copy_request_answered_whole",
                condition=Q(answered_at=None, approved=None) | Q(answered_at__isnull=False, approved__isnull=False),
            ),
            models.CheckConstraint(name="copy_request_has_a_purpose", condition=~Q(purpose="")),
        ]

    def __str__(self) -> str:
        return f"{self.user_name} {self.asked_at:%Y-%m-%d}"


class Copy(models.Model):
    """A copy of a licence for one purpose, user and case (加注件, 用途限定副本), on a legal basis or an authorisation.

    What it says never changes; it can only be revoked. `authority` or `client_system` is the user who may fetch the
    file later; `fields` are the keys that the copy shows.
    """

    licence = models.ForeignKey("licences.Licence", models.PROTECT, related_name="copies")
    number = models.CharField(max_length=24, unique=True)
    purpose = models.CharField(max_length=200)
    user_name = models.CharField(max_length=200)
    user_code = models.CharField(max_length=18, blank=True)
    authority = models.ForeignKey("parties.Authority", models.PROTECT, null=True, blank=True, related_name="+")
    client_system = models.ForeignKey("parties.ClientSystem", models.PROTECT, null=True, blank=True, related_name="+")
    case_number = models.CharField(max_length=50, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    authorisation = models.OneToOneField(Authorisation, models.PROTECT, null=True, blank=True, related_name="copy")
    fields: models.JSONField[Any, Any] = models.JSONField(default=list)
    maker_name = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_why = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "licences_copy"
        verbose_name = _("证照副本")
        verbose_name_plural = _("证照副本")
        indexes = [
            models.Index(fields=["licence", "-made_at"], name="copy_of_licence"),
            models.Index(
                fields=["case_number"], name="copy_of_case", condition=Q(revoked_at=None) & ~Q(case_number="")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="copy_has_one_ground",
                condition=(~Q(basis="") & Q(authorisation=None)) | Q(basis="", authorisation__isnull=False),
            ),
            models.CheckConstraint(name="copy_has_a_purpose", condition=~Q(purpose="")),
            models.CheckConstraint(
                name="copy_revoked_with_a_reason", condition=Q(revoked_at=None, revoked_why="") | ~Q(revoked_why="")
            ),
        ]

    def __str__(self) -> str:
        return self.number


class LicenceUse(models.Model):
    """One use of a licence or of a copy of it (证照使用记录): never changed, never deleted, read by the holder.

    Of who only verifies nothing is kept but the moment, the way, and the purpose if one was told: the first of an hour.
    """

    KINDS = [
        ("view", _("查看证照")),
        ("download", _("下载证照")),
        ("copy_made", _("出具副本")),
        ("copy_viewed", _("查看副本")),
        ("copy_downloaded", _("下载副本")),
        ("verified", _("核验")),
    ]
    DOORS = [("web", _("网页")), ("api", _("接口")), ("file", _("文件")), ("window", _("窗口")), ("system", _("系统"))]

    licence = models.ForeignKey("licences.Licence", models.PROTECT, related_name="uses", db_index=False)
    copy = models.ForeignKey(Copy, models.PROTECT, null=True, blank=True, related_name="uses")
    kind = models.CharField(max_length=16, choices=KINDS)
    door = models.CharField(max_length=8, choices=DOORS)
    actor_name = models.CharField(max_length=200, blank=True)
    account = models.ForeignKey("parties.Account", models.PROTECT, null=True, blank=True, related_name="+")
    client_system = models.ForeignKey("parties.ClientSystem", models.PROTECT, null=True, blank=True, related_name="+")
    purpose = models.CharField(max_length=200, blank=True)
    case_number = models.CharField(max_length=50, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "licences_use"
        verbose_name = _("证照使用记录")
        verbose_name_plural = _("证照使用记录")
        indexes = [models.Index(fields=["licence", "-at"], name="use_of_licence")]
        constraints = [
            models.CheckConstraint(
                name="licence_use_known",
                condition=Q(kind__in=("view", "download", "copy_made", "copy_viewed", "copy_downloaded", "verified")),
            ),
            # Nobody is named who only checks a licence.
            models.CheckConstraint(
                name="verification_is_anonymous",
                condition=~Q(kind="verified") | Q(account=None, client_system=None, actor_name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.kind} {self.at:%Y-%m-%d}"


class DetachedSignature(models.Model):
    """The national signature of a file, kept beside it (SM2 签名): over the file's own bytes, GB/T 32918 with SM3."""

    file_sha256 = models.CharField(max_length=64, unique=True)
    key_name = models.CharField(max_length=64)
    value = models.CharField(max_length=128)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "licences_detached_signature"
        verbose_name = _("国密签名")
        verbose_name_plural = _("国密签名")

    def __str__(self) -> str:
        return f"{self.file_sha256[:12]} {self.key_name}"
