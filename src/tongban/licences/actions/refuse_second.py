"""Refuse a second licence where the type allows one to a holder (一人一证)."""

import datetime as dt

from django.db import connection
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.licences.actions.expire import lapse
from tongban.licences.lifecycle import RUNNING
from tongban.licences.models import Licence
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class HasOneAlready(NotAllowedNow):
    """The holder has one of these in force; `identifier` is the one."""

    def __init__(self, name: str, identifier: str) -> None:
        told = {"name": name, "identifier": identifier}
        super().__init__(
            _("持证人已有一份%(name)s，证照标识 %(identifier)s；同一持证人只能有一份，请办理延续、变更或注销") % told
        )
        self.identifier = identifier


def refuse_second(licence: Licence, actor: Actor, at: dt.datetime) -> None:
    """Raise HasOneAlready where the holder has another in force; one whose time is over is written off first.

    Two at once wait for each other here; the register's own index is the last word (licence_one_per_holder).
    """
    if not licence.one_per_holder:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"licence {licence.type_id} {licence.holder_code}"],
        )
    others = list(
        Licence.objects.filter(type_id=licence.type_id, holder_code=licence.holder_code, state__in=RUNNING).only(
            "identifier", "name", "valid_until"
        )
    )
    day = day_of(at)
    for each in others:
        if each.valid_until is None or each.valid_until >= day:
            raise HasOneAlready(each.name, each.identifier)
    if others:
        lapse([each.pk for each in others], at=at)
