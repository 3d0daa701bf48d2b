"""A case is tried out from beginning to end, then becomes a real application with nothing typed again."""

import pytest

from tests.cases.factory import answers, give_files, opine, road_code
from tests.cases.licensed import licensed
from tests.cases.promised import without_the_report
from tests.city import DAY, MONDAY, STORY, actor, company, picture
from tongban.cases import actions
from tongban.cases.actions.promises.convert_mock import AlreadyConverted, NotMock
from tongban.cases.actions.promises.sweep_deferred import sweep_deferred
from tongban.cases.models import Case, CaseMaterial, Document
from tongban.cases.queries import case_page
from tongban.credit.models import Record
from tongban.licences.models import Licence
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import Matter
from tongban.matters.queries.tally import open_by_lamp


def tried_out() -> str:
    """Bring a mock case of the road permit as far as its grant."""
    applicant = actor("applicant")
    number = actions.draft(
        task_code=road_code(),
        actor=applicant,
        at=MONDAY,
        organisation_id=company(applicant),
        situation={"road": "main"},
        mock=True,
    )
    actions.save_draft(number=number, answers=answers(MONDAY.date()), actor=applicant, at=MONDAY)
    give_files(number, applicant, MONDAY)
    actions.submit(number=number, actor=applicant, at=MONDAY)
    actions.accept(number=number, actor=actor("clerk"), at=MONDAY)
    actions.open_reviews(number=number, actor=actor("lead_reviewer"), at=MONDAY)
    for each in STORY["opinions"]:
        opine(number, each["step"], actor(each["by"]), MONDAY)
    actions.decide(number=number, outcome="granted", actor=actor("decider"), at=MONDAY)
    return number


def test_mock_approval_becomes_real_without_typing() -> None:
    number = tried_out()
    mock = Case.objects.get(matter__number=number)

    assert number.startswith("MN")
    assert (mock.mock, mock.matter.kind, mock.matter.state) == (True, "mock", "granted")
    assert all(document.data["mock"] for document in Document.objects.filter(matter=mock.matter))
    with pytest.raises(NotAllowedNow, match="没有法律效力"):
        actions.issue(number=number, actor=actor("issuer"), at=MONDAY)
    assert not Licence.objects.exclude(matter=None).exists()
    with pytest.raises(NotAllowedNow, match="模拟办理不收费"):
        actions.charge(number=number, fee="城市道路挖掘修复费", actor=actor("issuer"), at=MONDAY)
    assert ("case", "white") not in open_by_lamp(MONDAY.date())
    actions.deliver(number=number, mode="space", actor=actor("issuer"), at=MONDAY)

    real = actions.convert_mock(number=number, actor=actor("applicant"), at=MONDAY + DAY)

    case = Case.objects.get(matter__number=real)
    assert (case.mock, case.matter.kind, case.matter.state) == (False, "case", "draft")
    assert (case.answers, case.sources, case.situation) == (mock.answers, mock.sources, {"road": "main"})
    assert case.converted_from_id == mock.matter_id
    assert _files(real) == _files(number)
    # Nothing is missing: it is handed in as it is.
    assert actions.submit(number=real, actor=actor("applicant"), at=MONDAY + DAY).state == "submitted"

    with pytest.raises(AlreadyConverted, match=real):
        actions.convert_mock(number=number, actor=actor("applicant"), at=MONDAY + DAY)
    with pytest.raises(NotMock):
        actions.convert_mock(number=real, actor=actor("applicant"), at=MONDAY + DAY)
    assert Case.objects.count() == 2


def test_officials_do_not_convert_it() -> None:
    number = tried_out()

    with pytest.raises(NotYours):
        actions.convert_mock(number=number, actor=actor("clerk"), at=MONDAY)

    assert Case.objects.count() == 1


def test_what_a_window_tried_out_it_takes_in_for_real() -> None:
    applicant, clerk = actor("applicant"), actor("clerk")
    number = actions.register(
        task_code=road_code(),
        actor=clerk,
        at=MONDAY,
        organisation_id=company(applicant),
        agent_person_id=applicant.person_id,
        answers=answers(MONDAY.date()),
        mock=True,
    ).number
    actions.attach(number=number, material_code="plan", name="图.png", data=picture(), actor=clerk, at=MONDAY)
    assert case_page(clerk, number, MONDAY).raw.mock

    real = actions.convert_mock(number=number, actor=clerk, at=MONDAY + DAY)

    case = Case.objects.get(matter__number=real)
    assert (case.mock, case.matter.kind, case.matter.state) == (False, "case", "received")
    assert case.answers == Case.objects.get(matter__number=number).answers
    assert _files(real) == _files(number)
    with pytest.raises(AlreadyConverted):
        actions.convert_mock(number=number, actor=applicant, at=MONDAY + DAY)


def test_what_a_window_tried_out_about_a_licence_stays_about_it() -> None:
    applicant, clerk, licence = actor("applicant"), actor("clerk"), licensed()
    number = actions.register(
        task_code=road_code(),
        actor=clerk,
        at=MONDAY,
        organisation_id=company(applicant),
        agent_person_id=applicant.person_id,
        purpose="renewal",
        about_licence=licence,
        mock=True,
    ).number

    real = actions.convert_mock(number=number, actor=clerk, at=MONDAY + DAY)

    case = Case.objects.get(matter__number=real)
    assert (case.purpose, case.about_licence, case.mock) == ("renewal", licence, False)
    assert _files(real) == _files(number)


def test_what_lapses_in_a_mock_case_has_no_consequence() -> None:
    number = without_the_report("deciding", mock=True)

    assert sweep_deferred(at=MONDAY + 8 * DAY) == 1

    assert Matter.objects.get(number=number).state == "deciding"
    assert not Record.objects.exists()


def test_silence_does_not_accept_it() -> None:
    applicant = actor("applicant")
    number = actions.draft(
        task_code=road_code(), actor=applicant, at=MONDAY, organisation_id=company(applicant), mock=True
    )
    actions.save_draft(number=number, answers=answers(MONDAY.date()), actor=applicant, at=MONDAY)
    give_files(number, applicant, MONDAY)
    actions.submit(number=number, actor=applicant, at=MONDAY)

    with pytest.raises(NotAllowedNow):
        actions.deem_accepted(number=number, at=MONDAY + 30 * DAY)

    assert case_page(applicant, number, MONDAY).due_on is not None
    assert Matter.objects.get(number=number).state == "submitted"


def _files(number: str) -> set[tuple[str, str, str]]:
    return set(CaseMaterial.objects.filter(matter__number=number).values_list("code", "file_name", "sha256"))
