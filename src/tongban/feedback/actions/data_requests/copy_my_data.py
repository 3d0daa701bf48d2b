"""Give somebody a copy of all that is held about them (个人信息保护法 第四十五条)."""

import datetime as dt
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from tongban.cases.queries.my_copy import said_by_me
from tongban.licences.queries import my_licences
from tongban.matters.events import NotYours
from tongban.parties.actions import record_event
from tongban.parties.queries import mandates_of, person
from tongban.parties.rules.actor import Actor
from tongban.sharing.actions import look_up
from tongban.sharing.queries.my_copy import elements_of_persons, kept_of_me
from tongban.sharing.queries.uses import all_uses_of_my_data


def copy_my_data(*, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Return it by where it is held, in plain values that go into JSON; the look into the registers is logged.

    What registers know is told once it was confirmed who the person is; what is sensitive (level 4) they tell at their
    provider's. Files are named with their SHA-256 and fetched from the space. Raises NotYours without a person.
    """
    if actor.person_id is None:
        raise NotYours(_("请用个人账号登录后再下载"))
    me = person(actor.person_id)
    record_event(kind="copy_my_data", subject=f"person:{me.id}", actor=actor, at=at)
    return {
        "made_at": at,
        "person": {
            "name": me.name,
            "id_number": me.code,
            "phone": me.phone,
            "email": me.email,
            "address": me.address,
            "assurance": me.assurance,
        },
        # The items that a mandate covers are a set, which JSON does not have.
        "mandates": [asdict(each) | {"scope": each.scope and sorted(each.scope)} for each in mandates_of(actor)],
        "space": kept_of_me(actor),
        "registers": _registers(me.code, actor, at) if me.is_verified else [],
        "applications": said_by_me(actor),
        "licences": [asdict(each) for each in my_licences(actor)],
        "uses_of_my_data": [asdict(each) for each in all_uses_of_my_data(actor)],
    }


def _registers(code: str, actor: Actor, at: dt.datetime) -> list[dict[str, Any]]:
    found = look_up(
        subject_code=code,
        elements=elements_of_persons(),
        actor=actor,
        purpose=_("本人查阅、复制个人信息"),
        case_number="",
        at=at,
    )
    return [
        {"element": element, "value": known.value, "register": known.source_name, "as_of": known.as_of}
        for element, known in sorted(found.known.items())
    ]
