"""Keep a view of the inbox under a name."""

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.models import SavedView
from tongban.kernel.errors import BadInput

LONGEST_NAME = 40
MOST_VIEWS = 20


@transaction.atomic
def save_view(*, account_id: int, name: str, query: dict[str, str]) -> None:
    """Keep the filters, as the address has them, for the account; a view of the same name is replaced.

    Raises BadInput for a name that is missing or too long, and when there are twenty views already.
    """
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise BadInput({"name": _("请给视图起一个名称，最多 %(most)d 个字") % {"most": LONGEST_NAME}})
    others = SavedView.objects.filter(account_id=account_id).exclude(name=name)
    if others.count() >= MOST_VIEWS:
        raise BadInput({"name": _("最多保存 %(most)d 个视图，请先删除不用的") % {"most": MOST_VIEWS}})
    SavedView.objects.update_or_create(account_id=account_id, name=name, defaults={"query": query})
