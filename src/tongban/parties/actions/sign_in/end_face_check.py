"""Take down what became of a face check."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound
from tongban.parties.actions.record_event import record_event
from tongban.parties.actions.sign_in.begin_face_check import FaceCheckRefused
from tongban.parties.models import FaceCheck, Person
from tongban.parties.ports import DeviceAway, FaceVerdict, face_device
from tongban.parties.queries.sign_in import face_check_view
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import FACE_CHECKED, FaceCheckView


def end_face_check(*, key: str, actor: Actor, at: dt.datetime) -> FaceCheckView:
    """Ask the device for its verdict and, where it passed, raise the actor's real-name level to 3.

    While the device works the check stays open; after its time it is over, whatever the device says. May be asked
    again: what is over stays as it is. Raises NotFound for a check that is none of the actor's, FaceCheckRefused when
    the device does not answer.
    """
    if actor.person_id is None or actor.account_id is None:
        raise NotFound(_("没有这次人脸核验。"))
    mine = FaceCheck.objects.filter(key=key, account_id=actor.account_id, person_id=actor.person_id)
    seen = mine.first()
    if seen is None:
        raise NotFound(_("没有这次人脸核验。"))
    if seen.outcome:
        return face_check_view(seen)
    verdict = FaceVerdict("expired") if at > seen.expires_at else _verdict(seen)
    if not verdict.outcome:
        return face_check_view(seen)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=seen.person_id)
        check = mine.get()
        if check.outcome:
            return face_check_view(check)
        check.outcome, check.reason, check.ended_at = verdict.outcome, verdict.reason, at
        check.save(update_fields=["outcome", "reason", "ended_at"])
        if verdict.outcome == FaceCheck.Outcome.PASSED:
            person.assurance = FACE_CHECKED
            person.save(update_fields=["assurance"])
        record_event(
            kind="face_check",
            subject=f"person:{person.pk}",
            actor=actor,
            at=at,
            outcome=verdict.outcome,
            device=check.device,
            demonstration=check.demonstration,
        )
    return face_check_view(check)


def _verdict(check: FaceCheck) -> FaceVerdict:
    device = face_device()
    try:
        if device is None or device.key != check.device:
            raise DeviceAway("the device of this check is gone")
        return device.result(key=check.key, reference=check.reference, nonce=check.nonce)
    except DeviceAway as away:
        raise FaceCheckRefused(_("人脸核验设备没有应答，结果还不知道。请稍后再查，或者重新核验。")) from away
