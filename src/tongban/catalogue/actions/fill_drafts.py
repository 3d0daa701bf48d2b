"""Write the columns and rows of drafts from their contents, before they leave the draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from tongban.catalogue.actions.store_versions import columns_of, store_rows
from tongban.catalogue.actions.write_columns import write_columns
from tongban.catalogue.models import Version
from tongban.catalogue.rules.drafts import as_in_file
from tongban.catalogue.rules.item_file import read_item
from tongban.parties.queries import authorities


@transaction.atomic
def fill_drafts(*, drafts: Sequence[Version], effective_on: dt.date) -> None:
    """Take the columns and rows of checked drafts from their contents; from then on the database can be asked of them.

    Raises ValueError for a content that was not checked.
    """
    authority_ids = {each.key: each.id for each in authorities()}
    filled = {}
    for draft in drafts:
        content, problems = read_item(as_in_file(draft.content), file="", row=1)
        if content is None:
            raise ValueError(f"draft {draft.pk} was not checked: {problems[0]}")
        draft.content = dict(content.data)
        filled[draft.pk] = {
            **columns_of(content.data),
            "content": content.data,
            "content_hash": content.content_hash,
            "effective_on": effective_on.isoformat(),
        }
    write_columns(drafts=filled)
    store_rows(version_ids=[draft.pk for draft in drafts], authority_ids=authority_ids)
