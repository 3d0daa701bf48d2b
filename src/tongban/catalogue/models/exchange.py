"""The national exchange tables (国家政务服务平台 C0109): what goes up, and what came back refused."""

from __future__ import annotations

from django.db import models


class ExchangeRow(models.Model):
    """A row for the upper platform, in the envelope of the exchange tables: row_guid, operation and batch.

    Rows of one publication share a batch; they are handed over in the order of their ids.
    """

    class Operation(models.TextChoices):
        INSERT = "I", "新增"
        UPDATE = "U", "修改"
        DELETE = "D", "删除"

    table = models.CharField(max_length=40)
    row_guid = models.UUIDField()
    operation = models.CharField(max_length=1, choices=Operation.choices)
    batch = models.CharField(max_length=32)
    version = models.ForeignKey("catalogue.Version", models.PROTECT, related_name="+", null=True, blank=True)
    payload = models.JSONField()
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "上报数据"
        verbose_name_plural = "上报数据"
        indexes = [
            models.Index(fields=["id"], condition=models.Q(sent_at=None), name="exchange_row_waiting"),
            models.Index(fields=["row_guid"], name="exchange_row_guid"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.operation} {self.row_guid}"


class Rejection(models.Model):
    """What the upper platform refused (上报退回): the row, the kind of error and what it said."""

    row = models.ForeignKey(ExchangeRow, models.PROTECT, related_name="rejections")
    kind = models.CharField(max_length=50)
    remark = models.TextField(blank=True)
    refused_at = models.DateTimeField()
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "上报退回"
        verbose_name_plural = "上报退回"
        constraints = [models.UniqueConstraint(fields=["row", "kind", "refused_at"], name="rejection_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id}"
