from django.db import models


class Case(models.Model):
    """One application under one version of an implementation list (办件), on its matter.

    `answers` follow the version's form; `sources` say where a prefilled value came from: {field: {"source", "as_of"}}.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="case")
    version = models.ForeignKey("catalogue.Version", models.PROTECT, related_name="+")
    task_code = models.CharField(max_length=36)
    answers = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    clerk = models.ForeignKey("parties.Official", models.PROTECT, related_name="+", null=True, db_index=False)

    class Meta:
        db_table = "cases_case"
