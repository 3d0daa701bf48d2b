from django.db import models


class SavedView(models.Model):
    """A view of the inbox that an official keeps under a name: `query` holds the filters as the address has them."""

    account = models.ForeignKey("parties.Account", models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    query = models.JSONField(default=dict)

    class Meta:
        db_table = "cases_saved_view"
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="saved_view_once_a_name")]
