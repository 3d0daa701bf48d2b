"""Who a copy is for: the authority of an official, a connected system, or an organisation that says who it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput
from tongban.kernel.rules.codes import uscc_valid
from tongban.parties.queries import authority, officials
from tongban.parties.queries.systems import client_system
from tongban.parties.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class CopyUser:
    """The user that a copy names; `authority_id` or `client_system_id` tells who may fetch its file later."""

    name: str
    code: str
    authority_id: int | None = None
    client_system_id: int | None = None


def user_of(actor: Actor, name: str = "", code: str = "") -> CopyUser:
    """Return the user: what an official or a system is, is known; others say their name and code. Raises BadInput."""
    if actor.client_system_id is not None:
        system = client_system(actor.client_system_id)
        if system.authority_id is not None:
            owner = authority(system.authority_id)
            return CopyUser(f"{owner.name}（{system.name}）"[:200], owner.uscc, owner.id, system.id)
        return CopyUser(system.name, _code(code), None, system.id)
    if actor.official_id is not None:
        employer = authority(officials([actor.official_id])[actor.official_id].authority_id)
        return CopyUser(employer.name, employer.uscc, employer.id)
    if not name.strip():
        raise BadInput({"user_name": _("请写明使用单位的名称")})
    return CopyUser(name.strip()[:200], _code(code))


def _code(code: str) -> str:
    code = code.strip().upper()
    if code and not uscc_valid(code):
        raise BadInput({"user_code": _("统一社会信用代码的格式或校验位不对，请核对")})
    return code
