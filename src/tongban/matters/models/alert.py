from django.db import models
from django.db.models import Q

from tongban.matters.rules.alerts import Severity


class Alert(models.Model):
    """What a supervisor should look at: a rule, the journal entry that raised it, and who has looked.

    `facts` explain it without personal data. A rule is raised once for an entry, so a sweep may be run again.
    """

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="alerts", db_index=False)
    rule = models.CharField(max_length=20)
    severity = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Severity])
    facts = models.JSONField(default=dict)
    raised_at = models.DateTimeField()
    entry_sequence = models.IntegerField()
    acknowledged_by = models.ForeignKey(
        "parties.Official", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "matters_alert"
        indexes = [models.Index(fields=["-raised_at", "-id"], name="alert_open", condition=Q(acknowledged_at=None))]
        constraints = [
            models.UniqueConstraint(fields=["matter", "rule", "entry_sequence"], name="alert_once_for_an_entry"),
            models.CheckConstraint(
                name="alert_acknowledged_with_a_note",
                condition=Q(acknowledged_at=None, note="") | Q(acknowledged_at__isnull=False) & ~Q(note=""),
            ),
        ]
