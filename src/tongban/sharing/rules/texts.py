"""What people write of a wrong record, and what is answered."""

from django.utils.translation import gettext as _

from tongban.kernel.rules.texts import storable

LONGEST = 2000


def wrong_text(field: str, text: str, missing: str = "") -> dict[str, str]:
    """Return what is wrong with a text under its field's name, nothing when it can be kept.

    An empty one is wrong where `missing` says so.
    """
    if not text.strip():
        return {field: missing} if missing else {}
    if len(text) > LONGEST:
        return {field: _("最多 %(most)d 个字") % {"most": LONGEST}}
    if not storable(text):
        return {field: _("含有无法识别的字符")}
    return {}
