"""Combined applications over the API."""

from tests.api.client import Api
from tests.cases.test_combined import codes, complete
from tongban.cases.models import Case, CombinedApplication
from tongban.catalogue.queries import implementation

COMPANY = "91529900TB00020158"


def begin(api: Api, key: str = "combined-1", **body: object) -> dict[str, object]:
    answer = api.post("combined-applications", {"items": codes(), "organisation": COMPANY, **body}, key)
    assert answer.status_code == 201, answer.content
    told: dict[str, object] = answer.json()
    return told


def test_begins_once_with_answers_by_element(applicant: Api) -> None:
    told = begin(applicant, answers={"org.legal_representative": "何雨禾"})
    again = begin(applicant, answers={"org.legal_representative": "何雨禾"})

    assert again == told
    assert CombinedApplication.objects.count() == 1
    shared = {each["element"]: each for each in told["shared"]}
    assert shared["org.legal_representative"]["value"] == "何雨禾"
    assert len(shared["org.legal_representative"]["fields"]) == 2
    assert [case["state"] for case in told["cases"]] == ["draft", "draft"]


def test_saves_shared_answers(applicant: Api) -> None:
    number = begin(applicant)["number"]

    answer = applicant.patch(f"combined-applications/{number}/answers", {"answers": {"person.phone": "19900000999"}})

    assert answer.status_code == 200
    held = Case.objects.filter(combined__number=number).values_list("answers__contact_phone", flat=True)
    assert set(held) == {"19900000999"}


def test_refuses_to_overwrite_what_somebody_typed_and_names_it(applicant: Api) -> None:
    number = begin(applicant, answers={"org.legal_representative": "先改的一边"})["number"]
    address, given = f"combined-applications/{number}/answers", {"org.legal_representative": "后改的一边"}

    refused = applicant.patch(address, {"answers": given})

    assert refused.status_code == 409
    assert [each["field"] for each in refused.json()["errors"]] == ["org.legal_representative"]
    done = applicant.patch(address, {"answers": given, "shown": {"org.legal_representative": "先改的一边"}})
    assert done.status_code == 200
    held = Case.objects.filter(combined__number=number).values_list("answers__legal_representative", flat=True)
    assert set(held) == {"后改的一边"}


def test_hands_in_all_or_tells_what_is_missing(applicant: Api) -> None:
    number = begin(applicant)["number"]

    refused = applicant.post(f"combined-applications/{number}/submission", {}, "hand-in-1")

    assert refused.status_code == 422
    assert set(Case.objects.filter(combined__number=number).values_list("matter__state", flat=True)) == {"draft"}
    for case in Case.objects.filter(combined__number=number).select_related("matter"):
        complete(case.matter.number, implementation(case.task_code).form)
    done = applicant.post(f"combined-applications/{number}/submission", {}, "hand-in-2")
    assert {case["state"] for case in done.json()["cases"]} == {"submitted"}


def test_a_stranger_finds_nothing(applicant: Api, stranger: Api) -> None:
    number = begin(applicant)["number"]

    assert stranger.get(f"combined-applications/{number}").status_code == 404
    assert stranger.patch(f"combined-applications/{number}/answers", {"answers": {}}).status_code == 404
    assert stranger.post(f"combined-applications/{number}/submission", {}, "stranger-1").status_code == 404
