"""Choose by which channels messages come."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput, NotFound
from tongban.notices.models import Preference
from tongban.notices.ports import channels
from tongban.parties.rules.actor import Actor


class ChannelUnknown(BadInput):
    """There is no such channel here."""


def set_preference(*, channel: str, enabled: bool, actor: Actor) -> None:
    """Turn a channel on or off for the actor's person. Raises ChannelUnknown; NotFound for who is no
    person."""
    if actor.person_id is None:
        raise NotFound(_("这个账号没有关联个人，不能设置接收方式。"))
    if channel not in channels():
        raise ChannelUnknown({"channel": _("没有这种接收方式。")})
    Preference.objects.update_or_create(person_id=actor.person_id, channel=channel, defaults={"enabled": enabled})
