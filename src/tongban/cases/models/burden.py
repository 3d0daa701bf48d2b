from django.db import models


class CaseBurden(models.Model):
    """What one application asked of its applicant, counted when it was handed in; mock ones are not counted.

    `found_by` counts the materials found by path; what is neither found nor asked for is fetched by the authority.
    `fields_changed` are those that were filled in for the applicant and put right, a part of `fields_typed`.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="burden")
    task_code = models.CharField(max_length=36)
    authority = models.ForeignKey("parties.Authority", models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    materials_required = models.PositiveSmallIntegerField()
    materials_found = models.PositiveSmallIntegerField()
    materials_asked = models.PositiveSmallIntegerField()
    found_by = models.JSONField(default=dict)
    fields_shown = models.PositiveSmallIntegerField()
    fields_prefilled = models.PositiveSmallIntegerField()
    fields_changed = models.PositiveSmallIntegerField()
    fields_typed = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "cases_burden"
        indexes = [
            models.Index(fields=["month", "authority"], name="burden_of_a_month"),
            models.Index(fields=["task_code", "month"], name="burden_of_an_item"),
        ]
