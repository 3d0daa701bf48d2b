"""Hand in a material that was deferred."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.models import CaseMaterial
from tongban.cases.queries.promises import may_still_come, owed
from tongban.cases.queries.reading import item_of, read_case
from tongban.kernel import files
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.pictures import bare
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Insert, Write
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class NotOwed(NotAllowedNow):
    """The material was not deferred, is in already, or comes too late."""


@retried
def supply_deferred(
    *, number: str, material_code: str, name: str, data: bytes, actor: Actor, at: dt.datetime
) -> Stepped:
    """Keep the file of a deferred material; with the last one the applicant's clock stops.

    What lapsed may still come as long as the licence that was granted waits for it; that it was late stays on record.
    Raises NotOwed, BadInput naming the material when the file cannot be taken, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "supply_deferred", actor)
    row = next((each for each in may_still_come(facts) if each.code == material_code), None)
    if row is None:
        raise NotOwed(_("没有等待补交的这项材料，可能已经补交"))
    today = day_of(at)
    if row.lapsed_at is None and row.due_on < today:
        raise NotOwed(_("补交期限 %(day)s 已过，请联系窗口") % {"day": row.due_on.isoformat()})
    item = item_of(facts)
    material = next(each for each in item.materials if each.code == material_code)
    try:
        media_type = files.inspect_upload(
            data, name, allowed=tuple(material.accepts), max_bytes=material.max_mb * 1024 * 1024
        )
    except files.UploadRefused as refused:
        raise BadInput({material_code: str(refused)}) from refused
    kept = files.put(bare(data, media_type), media_type)
    writes: list[Write] = [
        Insert(
            CaseMaterial(
                code=material_code,
                name=material.name,
                file_name=files.safe_name(name),
                media_type=media_type,
                size=kept.size,
                sha256=kept.sha256,
                added_at=at,
            )
        ),
        Change(row, {"given_at": at}),
    ]
    left = [each for each in owed(facts) if each is not row]
    if not left:
        writes += stop(facts.running("tolerance"), today)
    return step(
        facts,
        "supply_deferred",
        actor=actor,
        at=at,
        writes=writes,
        said={"material": material_code, "left": len(left)},
    )
