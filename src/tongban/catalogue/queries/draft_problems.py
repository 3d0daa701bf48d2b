"""Reading what keeps drafts from being sent to review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tongban.catalogue.models import Theme, Version
from tongban.catalogue.queries.local_codes import holders_of
from tongban.catalogue.rules.drafts import as_in_file
from tongban.catalogue.rules.item_file import BAD_FORM, EMPTY, read_item
from tongban.catalogue.rules.messages import Message
from tongban.catalogue.rules.strangers import LOCAL_CODE_TAKEN, strangers
from tongban.parties.queries import authorities


def problems_of(drafts: Iterable[Version]) -> dict[int, list[tuple[str, Message]]]:
    """Return by draft the fields that do not hold, each with what to do; faultless drafts are left out.

    A draft must have the shape and sense of an item file, and name authorities and themes that the city has; four
    queries for all of them.
    """
    rows = list(drafts)
    keys = {each.key for each in authorities()}
    themes = set(Theme.objects.values_list("key", flat=True))
    found = {draft.pk: _problems(draft, keys, themes) for draft in rows}
    for draft_id, problem in _taken_local_codes(rows).items():
        found[draft_id].append(problem)
    return {draft_id: each for draft_id, each in found.items() if each}


def _problems(draft: Version, keys: set[str], themes: set[str]) -> list[tuple[str, Message]]:
    content, wrong = read_item(as_in_file(draft.content), file="", row=1)
    if content is None:
        # What is empty is not written wrongly as well.
        empty = {each.field for each in wrong if _message(each.message).template == EMPTY}
        return [
            (each.field, message)
            for each in wrong
            if (message := _message(each.message)).template != BAD_FORM or each.field not in empty
        ]
    return list(strangers(content.data, keys, themes))


def _message(text: str) -> Message:
    return text if isinstance(text, Message) else Message(text)


def _taken_local_codes(drafts: Iterable[Version]) -> Mapping[int, tuple[str, Message]]:
    wanted = {
        draft.pk: (draft.content["local_code"], draft.implementation.task_code)
        for draft in drafts
        if draft.content.get("local_code") and isinstance(draft.content["local_code"], str) and not draft.variant
    }
    holders = holders_of(code for code, _task_code in wanted.values())
    # Of two drafts that are sent on together only the first may have it.
    first: dict[str, str] = {}
    return {
        draft_id: ("local_code", Message(LOCAL_CODE_TAKEN, code=code))
        for draft_id, (code, task_code) in wanted.items()
        if {first.setdefault(code, task_code), *holders.get(code, ())} != {task_code}
    }
