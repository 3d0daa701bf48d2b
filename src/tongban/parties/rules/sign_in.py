"""What signing in through others, and others through us, is about (OpenID Connect Core 1.0)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from tongban.parties.rules.identity import RESIDENT, clean_number
from tongban.parties.rules.names import clean_name
from tongban.parties.rules.views import FACE_CHECKED, TOLD

OPENID, PROFILE, ID_NUMBER, ORGANISATIONS = "openid", "profile", "id_number", "organisations"
# What a system may ask to know, and the words in which the person is asked.
SIGN_IN_SCOPES = {
    OPENID: _("认出您的账号（不含姓名）"),
    PROFILE: _("您的姓名和实名等级"),
    ID_NUMBER: _("您的证件种类和完整证件号码"),
    ORGANISATIONS: _("您可以代表的单位名称和统一社会信用代码"),
}
ALWAYS = (OPENID, PROFILE)
_ON_THIS_MACHINE = {"localhost", "127.0.0.1"}


def redirect_problem(address: str) -> str:
    """Return what is wrong with an address that people are sent back to, "" when nothing is."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return str(_("回调地址不是网址。"))
    if not parts.hostname or "*" in address or parts.fragment or parts.username:
        return str(_("回调地址应为完整的 https 网址，不能带通配符、账号和 #。"))
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _ON_THIS_MACHINE):
        return str(_("回调地址应为 https 网址，本机调试可以用 http://localhost。"))
    return ""


@dataclass(frozen=True, slots=True)
class OutsideIdentity:
    """Who an outside provider says has signed in with it; `level` is our real-name level, 1 to 3."""

    subject: str
    id_kind: str
    id_number: str
    name: str
    level: int


def outside_identity(claims: Mapping[str, Any], names: Mapping[str, str]) -> OutsideIdentity:
    """Read the claims of a provider; `names` tells under which name each of number, kind, name and level comes.

    What is missing is "" and level 1, which `sign_in_from_outside` refuses.
    """
    kind = str(claims.get(names["kind"]) or RESIDENT)
    level = str(claims.get(names["level"]))
    told = int(level) if level.isascii() and level.isdigit() else TOLD
    return OutsideIdentity(
        subject=str(claims.get("sub") or ""),
        id_kind=kind,
        id_number=clean_number(kind, str(claims.get(names["number"]) or "")),
        name=clean_name(str(claims.get(names["name"]) or "")),
        level=min(max(told, TOLD), FACE_CHECKED),
    )
