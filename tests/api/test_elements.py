"""Data elements and forms over the API: read by all, written by stewards, tried without keeping anything."""

from tests.api.client import Api, api_of
from tests.catalogue.forms.test_conditions import GROUPS
from tests.catalogue.forms.test_import_forms import TEMPLATE
from tongban.catalogue.models import DataElement, FormDraft


class TestElements:
    def test_are_read_by_anybody_with_the_items_that_ask(self, visitor: Api) -> None:
        found = visitor.get("elements", {"about": "vehicle", "q": "车架号"}).json()
        one = visitor.get("elements/org.uscc").json()

        assert [row["key"] for row in found["results"]] == ["vehicle.vin"]
        assert one["type"] == "uscc"
        assert "挖掘城市道路许可" in [each["name"] for each in one["items"]]
        assert visitor.get("elements/org.shoe").status_code == 404

    def test_are_set_by_a_steward_once_and_refused_to_others(self) -> None:
        steward, said = api_of("steward"), {"title": "血型", "type": "choice", "choices": ["A", "B"], "level": 4}

        first = steward.put("elements/person.blood_type", said, key="element-once")
        again = steward.put("elements/person.blood_type", said, key="element-once")
        wrong = steward.put("elements/person.hair", {"title": "姓 名", "type": "choice"})
        refused = api_of("clerk").put("elements/person.hair", {"title": "发色"})

        assert (first.status_code, first.json()) == (200, again.json())
        assert DataElement.objects.get(key="person.blood_type").changed_by
        assert wrong.status_code == 422
        assert {each["field"] for each in wrong.json()["errors"]} == {"title", "choices"}
        assert refused.status_code == 403
        assert not DataElement.objects.filter(key="person.hair").exists()


class TestForms:
    def test_are_looked_over_and_tried(self) -> None:
        verdict = (
            api_of("steward")
            .post("forms/validation", {"form": GROUPS, "answers": {"kind": "企业", "site": "x"}})
            .json()
        )

        assert verdict["problems"] == []
        assert [each["field"] for each in verdict["answer_problems"]] == ["capital", "owners"]
        assert verdict["kept"] == {"kind": "企业"}
        assert verdict["compiled"]["properties"]["owners"]["x-type"] == "rows"

    def test_what_makes_no_sense_is_named(self) -> None:
        form = [{"title": "甲", "fields": [{"key": "a", "element": "person.name"}, {"key": "b", "title": "乙"}]}]
        odd = [{"title": "甲", "fields": [{"key": "a", "title": "A", "type": "text", "element": ["x"], "when": 3}]}]

        steward = api_of("steward")

        assert [each["field"] for each in steward.post("forms/validation", {"form": form}).json()["problems"]] == [
            "form[1].fields[2].type"
        ]
        assert steward.post("forms/validation", {"form": odd}).status_code == 200
        assert api_of("clerk").post("forms/validation", {"form": form}).status_code == 403

    def test_are_taken_in_and_read(self) -> None:
        steward = api_of("steward")
        files = [{"name": "a.ftl", "text": TEMPLATE.decode()}]

        done = steward.post("form-drafts", {"files": files})
        bad = steward.post("form-drafts", {"files": [{"name": "b.ftl", "text": "<p>\n${x"}]})
        refused = api_of("clerk").post("form-drafts", {"files": files})

        assert (done.status_code, done.json()) == (201, {"created": 1, "unchanged": 0, "keys": 9, "taken": 8})
        assert (bad.status_code, refused.status_code) == (422, 403)
        assert [row["name"] for row in steward.get("form-drafts").json()["results"]] == ["某某备案申请表"]
        assert api_of("clerk").get("form-drafts").status_code == 403
        assert FormDraft.objects.count() == 1
