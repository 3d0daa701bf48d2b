"""Begin a change of one item: a draft that starts from what is in force."""

import datetime as dt
import re

from django.utils.translation import gettext as _

from tongban.catalogue.access import no_such_item
from tongban.catalogue.actions.revisions.opening import Draft, open_revision
from tongban.catalogue.models import Implementation, Version
from tongban.catalogue.rules.enumerations import VersionState
from tongban.kernel.errors import BadInput
from tongban.parties.rules.actor import Actor

_VARIANT = re.compile(r"[a-z][a-z0-9-]{0,29}")


def begin_revision(*, task_code: str, variant: str = "", reason: str, actor: Actor, at: dt.datetime) -> str:
    """Open a revision of an item (起草变更) and return its number; the draft is the content of the version in force.

    `variant` names one beside the ordinary version; a new one starts from the ordinary content. Raises NotFound for an
    item that was never in force, DraftOpen while it is being changed, NotYours, BadInput.
    """
    if variant and not _VARIANT.fullmatch(variant):
        raise BadInput({"variant": _("只能用小写字母、数字和连字符，以字母开头，最多 30 个字符。")})
    found = Implementation.objects.filter(task_code=task_code).first() if task_code.isprintable() else None
    if found is None:
        raise no_such_item()
    in_force = {
        version.variant: version
        for version in Version.objects.filter(
            implementation=found, state=VersionState.PUBLISHED.value, variant__in=["", variant]
        )
    }
    before = in_force.get(variant) or in_force.get("")
    if before is None:
        raise no_such_item()
    content = {**before.content, "variant": variant}
    return open_revision(drafts=[Draft(found, content)], reason=reason, actor=actor, at=at)
