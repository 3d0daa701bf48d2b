"""What a content names that the city does not have."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.messages import Message

NO_AUTHORITY = gettext_noop("没有标识为“%(key)s”的实施主体，请先导入机构或改正标识。")
NO_THEME = gettext_noop("没有标识为“%(key)s”的主题，请先导入主题或改正标识。")
LOCAL_CODE_TAKEN = gettext_noop("地方编码“%(code)s”已被另一事项使用，请改用其他编码。")


def strangers(
    data: Mapping[str, Any], authorities: Container[str], themes: Container[str]
) -> Iterator[tuple[str, Message]]:
    """Yield the authorities and themes of a checked content that are not among the keys of the city's."""
    named = [("authority", data["authority"])]
    named += [(f"steps[{place}].authority", row["authority"]) for place, row in enumerate(data.get("steps", ()), 1)]
    for field, key in named:
        if key not in authorities:
            yield field, Message(NO_AUTHORITY, key=key)
    for key in data.get("themes", ()):
        if key not in themes:
            yield "themes", Message(NO_THEME, key=key)
