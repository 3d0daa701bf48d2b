"""Give a file for a material of the list, or take it back, while the application may be changed."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.intake.save_draft import changeable
from tongban.cases.models import CaseMaterial
from tongban.cases.queries.reading import item_of
from tongban.catalogue.queries import MaterialView
from tongban.kernel import files
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.actions.hold import hold
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor

MOST_FILES = 10


def attach(*, number: str, material_code: str, name: str, data: bytes, actor: Actor, at: dt.datetime) -> int:
    """Check a file by its content and keep it for the material; return its id.

    Raises BadInput naming the material when the file cannot be taken, NotFound, NotYours, NotAllowedNow.
    """
    facts = changeable(number, actor)
    material = _material(facts, material_code)
    _refuse_too_many(facts, material_code)
    try:
        media_type = files.inspect_upload(
            data, name, allowed=tuple(material.accepts), max_bytes=material.max_mb * 1024 * 1024
        )
    except files.UploadRefused as refused:
        raise BadInput({material_code: str(refused)}) from refused
    kept = files.put(data, media_type)
    with transaction.atomic():
        # Looking into the file takes its time: the application may have been handed in meanwhile.
        hold(number)
        _refuse_too_many(changeable(number, actor), material_code)
        row = CaseMaterial.objects.create(
            matter_id=facts.matter.pk,
            code=material_code,
            name=material.name,
            file_name=files.safe_name(name),
            media_type=media_type,
            size=kept.size,
            sha256=kept.sha256,
            added_at=at,
        )
    return int(row.pk)


@transaction.atomic
def detach(*, number: str, material_id: int, actor: Actor, at: dt.datetime) -> None:
    """Take a file back; in a correction the old one stays in the record, marked as removed. Raises NotFound."""
    hold(number)
    facts = changeable(number, actor)
    taken = CaseMaterial.objects.filter(pk=material_id, matter_id=facts.matter.pk, removed_at=None).update(
        removed_at=at
    )
    if not taken:
        raise NotFound(_("没有找到这个文件，可能已经删除"))


def _refuse_too_many(facts: Facts, code: str) -> None:
    given = [m for m in facts.parts["materials"] if m.code == code and m.removed_at is None]
    if len(given) >= MOST_FILES:
        raise BadInput({code: _("每项材料最多 %(most)d 个文件，请先删除不需要的") % {"most": MOST_FILES}})


def _material(facts: Facts, code: str) -> MaterialView:
    for material in item_of(facts).materials:
        if material.code == code and material.carrier == "file":
            return material
    raise NotFound(_("此事项没有这项材料"))
