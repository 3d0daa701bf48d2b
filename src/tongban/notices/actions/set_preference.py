"""Choose by which channels messages come."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput, NotFound
from tongban.notices.models import Preference
from tongban.notices.ports import channels
from tongban.parties.rules.actor import Actor


class ChannelUnknown(BadInput):
    """There is no such channel here."""


def set_preference(*, channel: str, enabled: bool, actor: Actor, address: str = "") -> None:
    """Turn a channel on or off for the actor: for the office of an official, else for the person.

    `address` is for channels where people give their own. Raises ChannelUnknown, BadInput for an address that cannot
    be one, NotFound for who is neither.
    """
    known = channels().get(channel)
    if known is None:
        raise ChannelUnknown({"channel": _("没有这种接收方式。")})
    address = address.strip()
    if enabled and known.address_pattern is not None and not known.address_pattern.fullmatch(address):
        raise BadInput({"address": _("请填写机器人的密钥：Webhook 地址里 key= 或 access_token= 之后的部分。")})
    if actor.official_id is not None:
        whose: dict[str, Any] = {"official_id": actor.official_id}
    elif actor.person_id is not None:
        whose = {"person_id": actor.person_id}
    else:
        raise NotFound(_("这个账号没有关联个人，不能设置接收方式。"))
    values: dict[str, Any] = {"enabled": enabled, "address": address if known.address_pattern is not None else ""}
    Preference.objects.update_or_create(**whose, channel=channel, defaults=values)
