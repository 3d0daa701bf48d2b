"""The form designer: groups and fields are added, moved, tried, taken in and taken back, by people who know no keys."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.http import urlencode

from tests.catalogue.forms.test_import_forms import TEMPLATE
from tests.web.office.catalogue.drafting import asked, begun, draft_of, edit, key_of
from tests.web.pages import check
from tongban.catalogue.actions.import_forms import import_forms
from tongban.kernel.clock import now
from tongban.parties.rules.actor import SYSTEM

Browser = Callable[[str], Client]


def page(number: str, *more: object) -> str:
    draft = draft_of(number)
    return "/".join([f"/office/catalogue/revisions/{number}/drafts/{draft.pk}/form", *map(str, more), ""])


def form(number: str) -> list[dict[str, Any]]:
    return list(draft_of(number).content["form"])


def post(client: Client, address: str, **values: Any) -> Any:
    """Send the page's form as it stands, with what is typed in it."""
    return client.post(address, {**asked(client, address), **values})


def press(client: Client, number: str, do: str, **values: Any) -> Any:
    answer = client.get(page(number))
    seen = answer.context["seen"]
    return client.post(page(number), {"once": key_of(answer), "seen": seen, "do": do, **values})


class TestFields:
    def test_a_field_saved_as_it_stands_stays_as_it_was(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()
        before = form(number)

        for group, row in enumerate(before, 1):
            assert post(steward, page(number, group)).status_code == 302
            for place in range(1, len(row["fields"]) + 1):
                assert post(steward, page(number, group, place)).status_code == 302

        assert form(number) == before

    def test_an_element_is_found_by_its_label_and_brings_the_rest(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()

        found = check(steward.get(f"{page(number, 1, 'new')}?{urlencode({'q': '车架号'})}"))
        answer = post(steward, f"{page(number, 1, 'new')}?element=vehicle.vin", required="on")

        assert "?element=vehicle.vin" in found
        assert answer.status_code == 302
        added = form(number)[0]["fields"][-1]
        assert {name: added[name] for name in ("key", "element", "title", "type", "max", "required")} == {
            "key": "vehicle_vin",
            "element": "vehicle.vin",
            "title": "车辆识别代号",
            "type": "text",
            "max": 17,
            "required": True,
        }

    def test_what_makes_no_sense_is_told_at_its_field_and_not_kept(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()
        before = form(number)

        answer = post(
            steward,
            page(number, 1, "new"),
            title="",
            type="choice",
            choices="",
            min="5",
            max="3",
            pattern="(",
            when1_key=before[0]["fields"][0]["key"],
            when1_says="above",
            when1_value="很多",
        )

        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {"title", "choices", "min", "pattern", "when1_value"}
        assert form(number) == before

    def test_a_condition_is_set_in_words_and_read_back_so(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()
        first = form(number)[0]["fields"][0]

        post(
            steward,
            page(number, 1, "new"),
            title="补充说明",
            type="longtext",
            when1_key=first["key"],
            when1_says="is",
            when1_value="甲、乙",
        )

        assert form(number)[0]["fields"][-1]["when"] == [{"key": first["key"], "is": ["甲", "乙"]}]
        assert f"“{first['title']}”是“甲”或“乙”" in check(steward.get(page(number)))


class TestArranging:
    def test_groups_and_fields_move_and_go(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()
        before = form(number)

        press(steward, number, "down", group=1, field=1)
        press(steward, number, "up", group=2)
        press(steward, number, "remove", group=2, field=1)

        after = form(number)
        assert [each["title"] for each in after[:2]] == [before[1]["title"], before[0]["title"]]
        assert [each["key"] for each in after[1]["fields"]] == [
            each["key"] for place, each in enumerate(before[0]["fields"]) if place != 1
        ]

    def test_a_table_gets_a_key_of_its_own_and_is_tried(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()
        place = len(form(number)) + 1

        post(steward, page(number, "new"), title="股东", repeats="on", max_rows="3")
        post(steward, page(number, place, "new"), title="股东姓名", type="text", required="on")
        tried = steward.post(page(number, "try"), {"rows.1.field": "甲", "go": "add:rows"})
        wrong = steward.post(page(number, "try"), {"rows.1.field": " "})

        assert form(number)[-1] == {
            "title": "股东",
            "repeats": True,
            "max_rows": 3,
            "key": "rows",
            "fields": [{"key": "field", "title": "股东姓名", "type": "text", "required": True}],
        }
        assert 'name="rows.2.field"' in check(tried)
        assert "请填写" in check(wrong)
        assert form(number)[-1]["title"] == "股东"

    def test_the_version_in_force_is_brought_back(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()
        before = form(number)
        press(steward, number, "remove", group=1)

        text = check(steward.get(page(number)))
        press(steward, number, "restore")

        assert "申请表删去" in text
        assert form(number) == before

    def test_a_form_that_was_taken_in_is_added_behind(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()
        import_forms(files=[("a.ftl", TEMPLATE)], actor=SYSTEM, at=now())
        before = form(number)
        drafts = steward.get(page(number)).context["drafts"]

        press(steward, number, "take", draft=drafts[0].id)

        assert form(number)[: len(before)] == before
        assert form(number)[len(before)]["title"] == "某某备案申请表"

    def test_what_somebody_else_changed_meanwhile_is_not_overwritten(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()
        stale = steward.get(page(number))
        seen, key = stale.context["seen"], key_of(stale)
        press(steward, number, "remove", group=1)
        before = form(number)

        answer = steward.post(page(number), {"once": key, "seen": seen, "do": "remove", "group": 1})

        assert answer.status_code == 409
        assert form(number) == before


class TestReaders:
    @pytest.mark.parametrize("more", [(), ("new",), (1, "new"), ("try",)])
    def test_who_keeps_other_items_finds_nothing(self, browser_of: Browser, more: tuple[object, ...]) -> None:
        number = begun()

        assert browser_of("clerk").get(page(number, *more)).status_code in (403, 404)

    def test_a_section_of_the_draft_leads_here(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()

        answer = steward.get(edit(number, "form/1/fields/2") + "?check=1")

        assert answer.headers["Location"] == page(number, 1, 2) + "?check=1"
