"""What a person or an organisation answered before, by data element, so that nobody asks twice."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongban.kernel.sealing import SealedJSONField


class KeptAnswer(models.Model):
    """The newest answer that somebody gave to a data element, and in which case; "" for `object_code`: of themselves.

    Where the element is about one of several things (a property, a project), `object_code` says of which.
    """

    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    element = models.CharField(max_length=80)
    object_code = models.CharField(max_length=60, blank=True)
    value = SealedJSONField()
    case_number = models.CharField(max_length=50)
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("已填内容")
        verbose_name_plural = _("已填内容")
        constraints = [
            models.CheckConstraint(condition=Q(person=None) ^ Q(organisation=None), name="kept_answer_of_one"),
            models.UniqueConstraint(fields=["person", "element", "object_code"], name="kept_answer_once_by_person"),
            models.UniqueConstraint(
                fields=["organisation", "element", "object_code"], name="kept_answer_once_by_organisation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element} {self.pk}"
