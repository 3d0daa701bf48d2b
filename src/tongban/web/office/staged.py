"""The file that an import page looked over: kept for its reader until they take it in."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tongban.kernel import files
from tongban.kernel.actions.stage_file import stage_file, staged_file
from tongban.kernel.clock import now
from tongban.kernel.errors import NotFound
from tongban.web.doorkeeper import actor


def stage(request: HttpRequest, data: bytes) -> str:
    """Keep a file that was looked over, and return by what the next page names it."""
    return stage_file(data=data, owner=_owner(request), at=now())


def staged(request: HttpRequest, named: str) -> bytes:
    """Return a file that the reader had looked over. Raises NotFound for one of others, and after its time."""
    try:
        return staged_file(sha256=named, owner=_owner(request), at=now())
    except files.FileLost:
        raise NotFound(_("没有这个文件，请重新上传。")) from None


def _owner(request: HttpRequest) -> str:
    return f"account:{actor(request).account_id}"
