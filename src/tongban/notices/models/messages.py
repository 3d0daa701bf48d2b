"""Messages to people, and by which channels they want them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """A message in the box of a person or of an official (站内消息), about a matter or not.

    `once_key` names what it tells of, where the sender may come twice: one message a recipient and key.
    """

    recipient_person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    recipient_official = models.ForeignKey(
        "parties.Official", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    once_key = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = _("消息")
        verbose_name_plural = _("消息")
        indexes = [
            models.Index(fields=["recipient_person", "-created_at", "-id"], name="message_of_person"),
            models.Index(fields=["recipient_official", "-created_at", "-id"], name="message_of_official"),
            models.Index(fields=["recipient_person"], condition=Q(read_at__isnull=True), name="message_unread_person"),
            models.Index(
                fields=["recipient_official"],
                condition=Q(read_at__isnull=True),
                name="message_unread_official",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(recipient_person__isnull=False, recipient_official__isnull=True)
                | Q(recipient_person__isnull=True, recipient_official__isnull=False),
                name="message_has_one_recipient",
            ),
            models.UniqueConstraint(
                fields=["once_key", "recipient_person", "recipient_official"],
                condition=~Q(once_key=""),
                nulls_distinct=False,
                name="message_once_a_key",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Preference(models.Model):
    """Whether a person wants messages by a channel beside the box (接收方式)."""

    person = models.ForeignKey("parties.Person", on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=20)
    enabled = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("接收方式")
        verbose_name_plural = _("接收方式")
        constraints = [models.UniqueConstraint(fields=["person", "channel"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.channel}"


class Dispatch(models.Model):
    """That a message went out by a channel: a repeated job finds it and sends nothing."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="dispatches")
    channel = models.CharField(max_length=20)
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("消息外发记录")
        verbose_name_plural = _("消息外发记录")
        constraints = [models.UniqueConstraint(fields=["message", "channel"], name="dispatched_once")]

    def __str__(self) -> str:
        return f"{self.message_id} {self.channel}"
