"""Give a file for a material of the list, or take it back, while the application may be changed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.combined.share_material import share_material
from tongban.cases.actions.intake.save_draft import changeable
from tongban.cases.models import CaseMaterial
from tongban.cases.queries.reading import item_of
from tongban.catalogue.queries import MaterialView
from tongban.kernel import files
from tongban.kernel.errors import BadInput, NotFound
from tongban.kernel.pictures import bare, pdf_of_pictures
from tongban.matters.actions.hold import hold
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor

MOST_FILES = 10
PICTURES = ("png", "jpg")
ANY_FORMAT, ANY_MB = ("pdf", "jpg", "png"), 10


def attach(*, number: str, material_code: str, name: str, data: bytes, actor: Actor, at: dt.datetime) -> int:
    """Check a file by its content and keep it for the material; return its id.

    A picture given where only PDF is taken becomes one. Raises BadInput naming the material when the file cannot be
    taken, NotFound, NotYours, NotAllowedNow.
    """
    facts = changeable(number, actor)
    material = material_of(facts, material_code)
    refuse_too_many(facts, material_code)
    if "pdf" in material.accepts and not set(PICTURES) & set(material.accepts) and _is_picture(name):
        return attach_pictures(number=number, material_code=material_code, pictures=[(name, data)], actor=actor, at=at)
    try:
        media_type = files.inspect_upload(data, name, allowed=tuple(material.accepts), max_bytes=most_bytes(material))
    except files.UploadRefused as refused:
        raise BadInput({material_code: str(refused)}) from refused
    return give(number, material, name, files.put(bare(data, media_type), media_type), actor, at)


def attach_pictures(
    *, number: str, material_code: str, pictures: Sequence[tuple[str, bytes]], actor: Actor, at: dt.datetime
) -> int:
    """Make one PDF of photographs (name and bytes each), a page for each in this order, and keep it for the material.

    The PDF is A4 and upright, and holds the pixels alone; the photographs themselves are not kept. Raises BadInput
    naming the material when one of them cannot be taken or it takes no PDF, NotFound, NotYours, NotAllowedNow.
    """
    facts = changeable(number, actor)
    material = material_of(facts, material_code)
    refuse_too_many(facts, material_code)
    if "pdf" not in material.accepts:
        raise BadInput({material_code: _("这项材料不接受 PDF，请逐张上传照片")})
    if not 1 <= len(pictures) <= MOST_FILES:
        raise BadInput({material_code: _("一份材料最多由 %(most)d 张照片合成") % {"most": MOST_FILES}})
    for name, data in pictures:
        try:
            files.inspect_upload(data, name, allowed=PICTURES, max_bytes=most_bytes(material))
        except files.UploadRefused as refused:
            told = f"{name}：{refused}" if len(pictures) > 1 else str(refused)
            raise BadInput({material_code: told}) from refused
    made = pdf_of_pictures([data for _name, data in pictures], at=at)
    if len(made) > most_bytes(material):
        raise BadInput({material_code: _("合成的 PDF 超过 %(most)d MB，请分成几份") % {"most": material.max_mb}})
    stem = files.safe_name(pictures[0][0]).rpartition(".")[0] if len(pictures) == 1 else material.name
    return give(number, material, f"{stem[:100]}.pdf", files.put(made, files.MEDIA_TYPES["pdf"]), actor, at)


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


@transaction.atomic
def give(
    number: str,
    material: MaterialView,
    name: str,
    kept: files.StoredFile,
    actor: Actor,
    at: dt.datetime,
    *,
    document_id: int | None = None,
) -> int:
    """Enter a file of the store for the material, and return its id; `document_id` is what of the space it was.

    Raises NotFound when the case does not ask for the material any more.
    """
    # Looking into the file takes its time: the application may have been handed in meanwhile, or its situation changed.
    hold(number)
    facts = changeable(number, actor)
    material = material_of(facts, material.code)
    refuse_too_many(facts, material.code)
    row = CaseMaterial.objects.create(
        matter_id=facts.matter.pk,
        code=material.code,
        name=material.name,
        file_name=files.safe_name(name),
        media_type=kept.media_type,
        size=kept.size,
        sha256=kept.sha256,
        added_at=at,
        kept_document_id=document_id,
    )
    share_material(case=facts.parts["case"], material=material, given=row, actor=actor)
    return int(row.pk)


def refuse_too_many(facts: Facts, code: str) -> None:
    """Raise BadInput when the material has as many files as it may."""
    given = [m for m in facts.parts["materials"] if m.code == code and m.removed_at is None]
    if len(given) >= MOST_FILES:
        raise BadInput({code: _("每项材料最多 %(most)d 个文件，请先删除不需要的") % {"most": MOST_FILES}})


def material_of(facts: Facts, code: str) -> MaterialView:
    """Return a material of the item for which files are given. Raises NotFound."""
    for material in item_of(facts).materials:
        if material.code == code and material.carrier != "form":
            # What government fetches may be brought where it does not find it; the list then names no formats.
            return material if material.accepts else replace(material, accepts=ANY_FORMAT, max_mb=ANY_MB)
    raise NotFound(_("此事项没有这项材料"))


def most_bytes(material: MaterialView) -> int:
    """Return how large a file for the material may be."""
    return material.max_mb * 1024 * 1024


def _is_picture(name: str) -> bool:
    return files.ending_of(name) in PICTURES
