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
    """Whether a person or an official wants messages by a channel beside the box (接收方式).

    `address` is where, for channels that know nobody by telephone or e-mail: the key of a robot in a group.
    """

    person = models.ForeignKey("parties.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    official = models.ForeignKey("parties.Official", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=20)
    enabled = models.BooleanField(default=True)
    address = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("接收方式")
        verbose_name_plural = _("接收方式")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "official", "channel"], nulls_distinct=False, name="preference_once"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, official__isnull=True)
                | Q(person__isnull=True, official__isnull=False),
                name="preference_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id or self.official_id} {self.channel}"


class Dispatch(models.Model):
    """That a message went out by a channel, or waits from `due_at` on to go out with others in one.

    A repeated job finds it and sends nothing.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="dispatches")
    channel = models.CharField(max_length=20)
    sent_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("消息外发记录")
        verbose_name_plural = _("消息外发记录")
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="dispatched_once"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False) | Q(due_at__isnull=False), name="dispatch_sent_or_due"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(sent_at__isnull=True), name="dispatch_waiting")]

    def __str__(self) -> str:
        return f"{self.message_id} {self.channel}"
