"""Delete a view of the inbox that one kept."""

from django.utils.translation import gettext as _

from tongban.cases.models import SavedView
from tongban.kernel.errors import NotFound


def delete_view(*, account_id: int, view_id: int) -> None:
    """Delete one of the account's own views. Raises NotFound for any other."""
    deleted, _of = SavedView.objects.filter(account_id=account_id, pk=view_id).delete()
    if not deleted:
        raise NotFound(_("没有这个视图，可能已经删除"))
