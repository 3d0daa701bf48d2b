"""Every page of the catalogue's desk opens, in both languages."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.office.catalogue.drafting import DESK, ITEMS, begun, code_of, draft_of, edit, page_of
from tests.web.pages import check
from tongban.web.office.catalogue.sections import APPLIED

Browser = Callable[[str], Client]


class TestPages:
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_open(self, browser_of: Browser, language: str) -> None:
        steward = browser_of("steward")
        number = begun()
        draft = f"{page_of(number)}drafts/{draft_of(number).pk}/"
        addresses = [DESK, f"{DESK}?tab=mine", ITEMS, f"{ITEMS}new/", f"{ITEMS}{code_of()}/begin/"]
        addresses += [f"{ITEMS}standing/?code={code_of()}", page_of(number), draft, f"{draft}preview/"]
        addresses += [f"{page_of(number)}{verb}/" for verb in ("send_to_review", "abandon")]
        addresses += [edit(number, section.key) for section in APPLIED if section.key != "form"]
        addresses += [
            edit(number, f"{section.key}/new") for section in APPLIED if section.is_table and section.key != "form"
        ]
        addresses += [edit(number, "materials/2")]
        addresses += [f"{draft}form/{each}" for each in ("", "try/", "new/", "1/", "1/new/", "1/2/")]

        for address in addresses:
            check(steward.get(address, {"lang": language} if "?" not in address else {}))
