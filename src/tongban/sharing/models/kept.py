"""What a person or an organisation keeps in its space to use again, and files that are still on their way to us."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class KeptDocument(models.Model):
    """A document in the space (我的空间) of a person or an organisation: the file, what it proves, and until when.

    `standard` names what sort of paper it is where the catalogue knows (the licence type or data set that could stand
    in its place), so that another item finds it; `level` grades it (数据分级 1-4). A removed one is told no more; cases
    that were given the file keep it.
    """

    class Source(models.TextChoices):
        UPLOADED = "uploaded", _("本人上传")
        CASE = "case", _("办件中提交")
        RESULT = "result", _("办件结果")

    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    standard = models.CharField(max_length=100, blank=True)
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    level = models.PositiveSmallIntegerField(default=3)
    obtained_on = models.DateField()
    valid_until = models.DateField(null=True)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.UPLOADED)
    case_number = models.CharField(max_length=50, blank=True)
    times_used = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("空间材料")
        verbose_name_plural = _("空间材料")
        indexes = [
            models.Index(fields=["person", "-kept_at"], condition=Q(removed_at=None), name="kept_of_person"),
            models.Index(
                fields=["organisation", "-kept_at"], condition=Q(removed_at=None), name="kept_of_organisation"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(person=None) ^ Q(organisation=None), name="kept_by_one"),
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="kept_level_known"),
            models.UniqueConstraint(
                fields=["person", "sha256"], condition=Q(removed_at=None), name="kept_once_by_person"
            ),
            models.UniqueConstraint(
                fields=["organisation", "sha256"], condition=Q(removed_at=None), name="kept_once_by_organisation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class Upload(models.Model):
    """A file that comes in pieces (tus 1.0): `received` of `length` bytes are here, under the home's `uploads` folder.

    It belongs to the account or system that began it, is known by a key that nobody guesses, and goes with its time.
    """

    key = models.CharField(max_length=43, primary_key=True)
    account = models.ForeignKey(
        "parties.Account", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    client_system = models.ForeignKey(
        "parties.ClientSystem", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    file_name = models.CharField(max_length=200)
    length = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("续传文件")
        verbose_name_plural = _("续传文件")
        indexes = [
            models.Index(fields=["account"], name="upload_by_account"),
            models.Index(fields=["client_system"], name="upload_by_system"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(account=None) ^ Q(client_system=None), name="upload_of_one"),
            models.CheckConstraint(condition=Q(received__lte=F("length")), name="upload_not_longer_than_told"),
        ]

    def __str__(self) -> str:
        return self.key[:8]
