"""Write the columns and rows of drafts from their contents, before they leave the draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Max

from tongban.catalogue.actions.store_versions import columns_of, store_rows
from tongban.catalogue.models import Implementation, Version
from tongban.catalogue.rules.drafts import as_in_file
from tongban.catalogue.rules.enumerations import VersionState
from tongban.catalogue.rules.item_file import read_item
from tongban.parties.queries import authorities

BATCH = 500


@transaction.atomic
def fill_drafts(*, drafts: Sequence[Version], effective_on: dt.date) -> None:
    """Take the columns and rows of checked drafts from their contents; from then on the database can be asked of them.

    A draft that another version has overtaken gets the next number, so that the newest is the last in force. The local
    code of an ordinary version becomes that of its implementation. Raises ValueError for a content that was not
    checked.
    """
    authority_ids = {each.key: each.id for each in authorities()}
    last = _last_numbers({draft.implementation_id for draft in drafts})
    fields: set[str] = {"content", "content_hash", "effective_on", "number"}
    for draft in drafts:
        content, problems = read_item(as_in_file(draft.content), file="", row=1)
        if content is None:
            raise ValueError(f"draft {draft.pk} was not checked: {problems[0]}")
        columns = columns_of(content.data)
        for name, value in columns.items():
            setattr(draft, name, value)
        fields |= set(columns)
        draft.content, draft.content_hash = dict(content.data), content.content_hash
        draft.effective_on = effective_on
        if last.get(draft.implementation_id, 0) > draft.number:
            draft.number = last[draft.implementation_id] = last[draft.implementation_id] + 1
    Version.objects.bulk_create(
        drafts, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=sorted(fields)
    )
    store_rows(version_ids=[draft.pk for draft in drafts], authority_ids=authority_ids)
    _take_local_codes([draft for draft in drafts if not draft.variant])


def _last_numbers(implementation_ids: Iterable[int]) -> dict[int, int]:
    """Return the last number of each implementation that has left the draft."""
    found = Version.objects.filter(implementation__in=set(implementation_ids)).exclude(state=VersionState.DRAFT.value)
    return dict(found.order_by().values_list("implementation").annotate(last=Max("number")))


def _take_local_codes(drafts: Sequence[Version]) -> None:
    changed = []
    for draft in drafts:
        carried_out = draft.implementation
        if carried_out.local_code != draft.content["local_code"]:
            carried_out.local_code = draft.content["local_code"]
            changed.append(carried_out)
    Implementation.objects.bulk_update(changed, ["local_code"], batch_size=BATCH)
