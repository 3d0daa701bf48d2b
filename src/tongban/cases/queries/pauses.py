"""The papers that special procedures were opened on."""

import mimetypes

from django.utils.translation import gettext as _

from tongban.cases.access import reveals
from tongban.cases.queries.documents import File
from tongban.cases.queries.reading import read_case
from tongban.kernel import files
from tongban.kernel.errors import NotFound
from tongban.parties.rules.actor import Actor


def pause_file(actor: Actor, number: str, pause_id: int) -> File:
    """Return the paper of a pause of a case that the actor sees unmasked. Raises NotFound."""
    facts = read_case(number, actor)
    pause = next((each for each in facts.pauses if each.pk == pause_id and each.sha256), None)
    if pause is None or not reveals(actor, facts):
        raise NotFound(_("没有找到这个文件"))
    media_type = mimetypes.guess_type(pause.file_name)[0] or "application/octet-stream"
    return File(pause.file_name, media_type, files.read(pause.sha256))
