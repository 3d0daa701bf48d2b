"""Who may see what of the catalogue: the public sees what is published, a case also the version it was filed under."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongban.catalogue.models import Implementation, Version
from tongban.catalogue.rules.enumerations import VersionState
from tongban.kernel.errors import NotFound


def implementations_in_use() -> QuerySet[Implementation]:
    """Return the implementations that the public may see: those with a version in use."""
    return Implementation.objects.filter(current__state=VersionState.PUBLISHED.value)


def versions_once_published() -> QuerySet[Version]:
    """Return the versions that were ever published: the one in use and those before it, never a draft."""
    return Version.objects.exclude(state=VersionState.DRAFT.value)


def no_such_item() -> NotFound:
    """Return the answer for an item that is not there, or that the asker may not see."""
    return NotFound(_("没有这个事项，或它已经停用。请从搜索或主题重新查找。"))
