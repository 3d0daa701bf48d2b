"""Begin to prove by one's face who one is."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.clock import ZONE
from tongban.kernel.errors import NotFound, Refusal
from tongban.kernel.queries import parameter
from tongban.parties.models import FaceCheck, Person
from tongban.parties.ports import DeviceAway, FaceRequest, face_device
from tongban.parties.queries.sign_in import face_check_view
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import FACE_CHECKED, FaceCheckView


class FaceCheckRefused(Refusal):
    """A face check is not possible now; the reason names the other ways."""


def begin_face_check(*, return_to: Callable[[str], str], actor: Actor, at: dt.datetime) -> FaceCheckView:
    """Announce a check of the actor's own face to the device, and return it with the page where the camera waits.

    `return_to` makes of the check's key the address that the device sends people back to. Neither a picture nor its
    features come to us (个人信息保护法 art. 28). Raises NotFound for who is no person; FaceCheckRefused where there is
    no device, the level is reached, too many attempts failed today, or the device does not answer.
    """
    if actor.person_id is None or actor.account_id is None:
        raise NotFound(_("没有可以核验的个人身份。"))
    device = face_device()
    if device is None:
        raise FaceCheckRefused(_("本市还没有接入人脸核验。请带身份证件到政务服务大厅窗口核实身份。"))
    person = Person.objects.get(pk=actor.person_id)
    if person.assurance >= FACE_CHECKED:
        raise FaceCheckRefused(_("您已经通过人脸核验，不用再做。"))
    _refuse_too_many(person.pk, at)
    key, nonce = secrets.token_urlsafe(18), secrets.token_hex(32)
    expires_at = at + dt.timedelta(minutes=int(parameter("face_check_minutes")))
    try:
        begun = device.begin(
            FaceRequest(key, nonce, person.id_kind, person.id_number, person.name, return_to(key), expires_at)
        )
    except DeviceAway as away:
        raise FaceCheckRefused(
            _("人脸核验设备没有应答，请稍后再试，或者带身份证件到政务服务大厅窗口核实身份。")
        ) from away
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        _refuse_too_many(person.pk, at)
        check = FaceCheck.objects.create(
            key=key,
            person=person,
            account_id=actor.account_id,
            device=device.key,
            demonstration=device.demonstration,
            nonce=nonce,
            reference=begun.reference,
            url=begun.url,
            begun_at=at,
            expires_at=expires_at,
        )
    return face_check_view(check)


def _refuse_too_many(person_id: int, at: dt.datetime) -> None:
    most = int(parameter("face_check_attempts_a_day"))
    midnight = at.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    # Those that were begun and left count too: each costs the device a comparison.
    tried = FaceCheck.objects.filter(person_id=person_id, begun_at__gte=midnight).exclude(
        outcome=FaceCheck.Outcome.PASSED
    )
    if tried.count() >= most:
        raise FaceCheckRefused(
            _("今天已经试了 %(most)d 次，没有通过。请明天再试，或者带身份证件到政务服务大厅窗口核实身份。")
            % {"most": most}
        )
