"""Writing a draft: sections and rows, what is typed wrong, what somebody else changed meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from lxml import html

from tests.catalogue.revisions.flow import edited
from tests.web.office.catalogue.drafting import DESK, asked, begun, draft_of, edit, filled, key_of, page_of, send
from tests.web.pages import check
from tongban.catalogue.models import Version
from tongban.catalogue.rules.item_schema import EX_OFFICIO, ITEM
from tongban.matters.models import JournalEntry
from tongban.web.office.catalogue import editor
from tongban.web.office.catalogue.sections import APPLIED, FIXED
from tongban.web.office.catalogue.sections import EX_OFFICIO as OF_OWN_ACCORD

Browser = Callable[[str], Client]


def names(number: str, table: str = "materials") -> list[str]:
    return [row["name"] for row in draft_of(number).content[table]]


def arrange(browser: Client, number: str, table: str, row: int, verb: str, **more: Any) -> Any:
    """Press a button beside a row of a table."""
    page = browser.get(edit(number, table))
    seen = filled(page)["seen"]
    url = edit(number, table).replace("/edit/", "/arrange/")
    return browser.post(url, {"once": key_of(page), "seen": seen, "row": row, "do": verb, **more})


class TestSections:
    @pytest.mark.parametrize(("sections", "schema"), [(APPLIED, ITEM), (OF_OWN_ACCORD, EX_OFFICIO)])
    def test_hold_every_field_of_the_schema(self, sections: Any, schema: Any) -> None:
        held = {path.split(".")[0] for each in sections for path in each.fields}
        held |= {each.key for each in sections if each.is_table}

        assert held | set(FIXED) == set(schema["properties"])

    def test_are_fewer_for_what_an_authority_does_of_its_own_accord(self) -> None:
        assert {each.key for each in OF_OWN_ACCORD}.isdisjoint({"materials", "form", "limits", "result"})


class TestSaving:
    def test_keeps_what_stands_on_the_page_as_it_was(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()
        before = draft_of(number).content
        addresses = [each.key for each in APPLIED if not each.is_table]
        addresses += [f"materials/{place}" for place in range(1, 10)]
        addresses += ["steps/1", "steps/2", "fees/1", "basis/1", "questions/1"]

        for address in addresses:
            assert send(steward, edit(number, address)).status_code == 302, address
            after = draft_of(number).content
            assert {key: value for key, value in after.items() if value != before.get(key)} == {}, address

    def test_changes_one_field_and_journals_which(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()

        answer = send(steward, edit(number, "limits"), promised_days="7")

        assert answer.headers["Location"].endswith(f"/drafts/{draft_of(number).pk}/#limits")
        assert draft_of(number).content["promised_days"] == 7
        entry = JournalEntry.objects.filter(matter__number=number).latest("sequence")
        assert (entry.verb, entry.facts["fields"]) == ("edit", ["promised_days"])
        text = check(steward.get(page_of(number)))
        assert "<del>9</del>" in text
        assert "<ins>7</ins>" in text

    def test_is_done_once(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()
        typed = asked(steward, edit(number, "limits")) | {"promised_days": "7"}

        answers = [steward.post(edit(number, "limits"), typed) for _time in range(2)]

        assert [each.status_code for each in answers] == [302, 302]
        assert JournalEntry.objects.filter(matter__number=number, verb="edit").count() == 1

    def test_keeps_a_draft_that_is_not_whole(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()

        answer = send(steward, edit(number, "basic"), name="", audience=[])

        assert answer.status_code == 302
        assert not draft_of(number).content.get("name")
        text = check(steward.get(f"{page_of(number)}drafts/{draft_of(number).pk}/"))
        assert "送审前要改好的 2 处" in text
        assert f"{edit(number, 'basic')}?check=1#name" in text
        shown = check(steward.get(f"{edit(number, 'basic')}?check=1"))
        assert 'id="name-error"' in shown

    @pytest.mark.parametrize(
        ("address", "typed", "field", "told"),
        [
            ("limits", {"promised_days": "九天"}, "promised_days", "请填整数"),
            ("limits", {"promised_days": "99999"}, "promised_days", "超出范围"),
            ("basic", {"entrusted_by": "局" * 201}, "entrusted_by", "太长"),
            ("basic", {"aliases": "挖马路\n" + "路" * 101}, "aliases", "第 2 行：太长"),
            ("basic", {"aliases": "挖马路\n挖马路"}, "aliases", "重复"),
            ("materials/2", {"code": "大写"}, "code", "写法不对"),
            ("materials/2", {"necessity": "perhaps"}, "necessity", "请从列出的选项中选择"),
            ("steps/1", {"authority": "nobody"}, "authority", "请从列出的选项中选择"),
            ("fees/1", {"amount": "3.505"}, "amount", "最多两位小数"),
        ],
    )
    def test_says_at_the_field_what_is_wrong_and_loses_nothing(
        self, browser_of: Browser, address: str, typed: dict[str, str], field: str, told: str
    ) -> None:
        steward, number = browser_of("steward"), begun()
        before = draft_of(number).content

        text = check(send(steward, edit(number, address), **typed), 422)

        assert f'id="{field}-error"' in text
        assert told in text
        assert field in ("necessity", "authority") or typed[field].split("\n")[-1] in text
        assert draft_of(number).content == before

    def test_says_that_somebody_else_was_first_and_keeps_what_was_typed(self, browser_of: Browser) -> None:
        steward, other, number = browser_of("steward"), browser_of("bian.xiulan"), begun()
        slow = asked(steward, edit(number, "limits")) | {"promised_days": "6"}
        send(other, edit(number, "limits"), promised_days="8")

        text = check(steward.post(edit(number, "limits"), slow), 409)

        assert 'value="6"' in text
        assert draft_of(number).content["promised_days"] == 8

    def test_never_undoes_what_is_written_elsewhere_at_the_same_moment(
        self, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        steward, number = browser_of("steward"), begun()
        typed = asked(steward, edit(number, "limits")) | {"promised_days": "6"}
        read = editor.draft_of

        def overtaken(*asked_for: Any) -> Any:
            found = read(*asked_for)
            edited(number, role="bian.xiulan", phone="0851-12345678")
            return found

        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(editor, "draft_of", overtaken)
            text = check(steward.post(edit(number, "limits"), typed), 409)

        assert 'value="6"' in text
        assert draft_of(number).content["phone"] == "0851-12345678"
        typed |= {"seen": html.fromstring(text).xpath("//input[@name='seen']/@value")[0], "once": "another-key"}
        assert steward.post(edit(number, "limits"), typed).status_code == 302
        kept = draft_of(number).content
        assert (kept["phone"], kept["promised_days"]) == ("0851-12345678", 6)

    def test_keeps_numbers_that_were_typed_wide(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()

        send(steward, edit(number, "limits"), promised_days="７")

        assert draft_of(number).content["promised_days"] == 7

    def test_takes_an_amount_in_yuan(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()

        send(steward, edit(number, "fees/1"), amount="35.5")

        assert draft_of(number).content["fees"][0]["amount"] == 3550
        assert asked(steward, edit(number, "fees/1"))["amount"] == ["35.50"]


class TestRows:
    def test_are_added_changed_moved_and_removed(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()
        before = names(number)

        answer = send(steward, edit(number, "materials/new"), name="地下管线交底书")

        assert answer.headers["Location"] == edit(number, "materials")
        assert names(number) == [*before, "地下管线交底书"]
        added = draft_of(number).content["materials"][-1]
        assert added["code"] == "material-10"
        assert added["accepts"] == ["pdf", "jpg", "png"]
        last = len(before) + 1
        arrange(steward, number, "materials", last, "up")
        assert names(number) == [*before[:-1], "地下管线交底书", before[-1]]
        arrange(steward, number, "materials", last - 1, "down")
        assert names(number) == [*before, "地下管线交底书"]
        arrange(steward, number, "materials", last, "remove")
        assert names(number) == before

    def test_are_added_one_after_another_when_asked_for(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()

        answer = send(steward, edit(number, "questions/new"), question="夜里能挖吗？", answer="可以。", more="yes")

        assert answer.headers["Location"] == edit(number, "questions/new")

    def test_of_tables_in_rows_are_kept_in_their_row(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()

        send(steward, edit(number, "situations/new"), question="是新路吗？")
        send(steward, edit(number, "situations/1/choices/new"), label="是", without=["plan"])
        send(steward, edit(number, "situations/1/choices/new"), label="不是")
        send(steward, edit(number, "situations/new"), question="多久了？", when="question_1=choice-1")

        first, second = draft_of(number).content["situations"]
        assert [each["label"] for each in first["choices"]] == ["是", "不是"]
        assert first["choices"][0]["without"] == ["plan"]
        assert second["when"] == {"key": "question_1", "value": "choice-1"}

    def test_stay_as_they_are_when_somebody_else_changed_the_table(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()
        before = names(number)

        answer = arrange(steward, number, "materials", 1, "remove", seen="of-yesterday")

        assert answer.status_code == 409
        assert names(number) == before

    @pytest.mark.parametrize("address", ["materials/99", "materials/x", "materials/0", "nothing", "limits/1"])
    def test_that_are_not_there_are_not_found(self, browser_of: Browser, address: str) -> None:
        assert browser_of("steward").get(edit(begun(), address)).status_code == 404


class TestAccess:
    def test_nobody_else_finds_the_draft(self, browser_of: Browser) -> None:
        number = begun()
        draft = f"{page_of(number)}drafts/{draft_of(number).pk}/"
        before = Version.objects.get(pk=draft_of(number).pk).content

        for who in ("clerk", "administrator"):
            for address in (page_of(number), draft, edit(number, "limits"), DESK):
                assert browser_of(who).get(address).status_code == 403
        assert browser_of("steward").get(f"{page_of(number)}drafts/999999/").status_code == 404
        assert draft_of(number).content == before

    def test_who_reviews_cannot_write(self, browser_of: Browser) -> None:
        number, reviewer = begun(), browser_of("item_reviewer")

        answer = reviewer.get(edit(number, "limits"))

        assert answer.headers["Location"] == page_of(number)
        text = check(reviewer.get(f"{page_of(number)}drafts/{draft_of(number).pk}/"))
        assert "只能查看" in text
        assert "道路挖掘施工方案和 1:500 平面图" in text
