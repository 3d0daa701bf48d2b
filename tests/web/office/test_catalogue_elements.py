"""The registry of data elements and the drafts of forms on their pages."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.catalogue.forms.test_import_forms import TEMPLATE
from tests.web.office.test_step import key_of
from tests.web.pages import check
from tongban.catalogue.models import DataElement, FormDraft

Browser = Callable[[str], Client]
ELEMENTS, FORMS = "/office/catalogue/elements/", "/office/catalogue/forms/"


class TestElements:
    def test_are_listed_with_the_items_that_ask_for_them(
        self, browser_of: Browser, django_assert_max_num_queries: Callable[[int], object]
    ) -> None:
        steward = browser_of("steward")
        steward.get(ELEMENTS)

        with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
            text = check(steward.get(ELEMENTS, {"about": "org"}))

        assert "挖掘城市道路许可" in text
        assert "person.name" not in text

    def test_one_is_added_and_changed(self, browser_of: Browser) -> None:
        steward = browser_of("steward")
        page = steward.get(f"{ELEMENTS}new/")
        typed = {"key": "person.blood_type", "title": "血型", "type": "choice", "level": "4", "choices": "A\nB\n"}

        added = steward.post(f"{ELEMENTS}new/", {"once": key_of(page), **typed})
        again = steward.get(f"{ELEMENTS}new/")
        twice = steward.post(f"{ELEMENTS}new/", {"once": key_of(again), **typed})
        page = steward.get(f"{ELEMENTS}person.blood_type/")
        steward.post(f"{ELEMENTS}person.blood_type/", {"once": key_of(page), **typed, "choices": "A\nB\nO"})

        assert (added.status_code, twice.status_code) == (302, 422)
        assert "已有这个编码的数据项" in check(twice, 422)
        assert DataElement.objects.get(key="person.blood_type").choices == ["A", "B", "O"]

    def test_is_refused_to_who_writes_no_items(self, browser_of: Browser) -> None:
        assert browser_of("clerk").get(ELEMENTS).status_code == 403
        assert browser_of("item_reviewer").get(f"{ELEMENTS}new/").status_code == 403


class TestForms:
    def test_templates_are_taken_in_and_looked_at(self, browser_of: Browser) -> None:
        steward = browser_of("steward")
        page = steward.get(FORMS)
        file = SimpleUploadedFile("a.ftl", TEMPLATE)

        done = steward.post(FORMS, {"once": key_of(page), "file": file})
        listed = check(steward.get(FORMS))
        one = check(steward.get(f"{FORMS}{FormDraft.objects.get().pk}/"))

        assert done.status_code == 302
        assert "某某备案申请表" in listed
        assert "第 14 行" in one

    def test_a_bad_one_is_refused_with_its_line(self, browser_of: Browser) -> None:
        steward = browser_of("steward")
        page = steward.get(FORMS)

        answer = steward.post(FORMS, {"once": key_of(page), "file": SimpleUploadedFile("a.ftl", b"<p>\n${x")})

        assert answer.status_code == 422
        assert "a.ftl 第 2 行" in check(answer, 422)
        assert not FormDraft.objects.exists()
