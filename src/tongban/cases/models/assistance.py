from django.db import models


class Assistance(models.Model):
    """A request to another department to attest what neither a licence nor shared data tell (部门间协查).

    A matter of its own, owned by the department that is asked; `of` is the case, `code` the material. The answer is a
    text, a file, or both.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="assistance")
    of = models.ForeignKey("matters.Matter", models.PROTECT, related_name="assistances")
    task_code = models.CharField(max_length=36)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    answer = models.TextField(blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=60, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    answered_by = models.ForeignKey("parties.Official", models.PROTECT, related_name="+", null=True, db_index=False)
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cases_assistance"
