"""Cases of items that let something be promised: a report that may come later, or a promise in place of proofs."""

import datetime as dt

from tests.cases.factory import pdf
from tests.city import MONDAY, actor, company, picture
from tongban.cases import actions
from tongban.cases.queries.promises import deferral_offer, promise_offer
from tongban.cases.queries.reading import read_case
from tongban.catalogue.queries import find
from tongban.kernel.clock import day_of

DRAINAGE, HYGIENE = "城镇污水排入排水管网许可", "公共场所卫生许可"
REPORT = "water-test"
# Who handles what the health commission decides.
CLERK, REVIEWER, DECIDER, ISSUER = "ran.shuhuai", "cui.baizhi", "lv.huanchun", "dong.qianyu"

_ANSWERS = {
    DRAINAGE: {
        "activity": "餐饮",
        "water_volume": 3.5,
        "outlet_count": 1,
        "outlet_street": "示例东路",
        "treatment": ["隔油池"],
    },
    HYGIENE: {"place_kind": "美容美发", "address": "南明区示例东路 9 号", "floor_area": 80, "staff_count": 4},
}
_FILES = {DRAINAGE: ("drain-drawing", "treatment-note"), HYGIENE: ("floor-plan",)}


def code_of(name: str) -> str:
    """Return the task code of an item of the city by its name."""
    return next(row.code for row in find(name).results if row.name == name)


def drafted(name: str, at: dt.datetime = MONDAY, *, mock: bool = False) -> str:
    """Fill in an application with all but what may be promised; return its number."""
    applicant = actor("applicant")
    number = actions.draft(
        task_code=code_of(name), actor=applicant, at=at, organisation_id=company(applicant), mock=mock
    )
    actions.save_draft(number=number, answers=_ANSWERS[name], actor=applicant, at=at)
    for material in _FILES[name]:
        actions.attach(number=number, material_code=material, name="材料.png", data=picture(), actor=applicant, at=at)
    return number


def promise_report(number: str, at: dt.datetime = MONDAY) -> None:
    """Sign, as the applicant, that the report of the drainage permit comes later."""
    offer = deferral_offer(read_case(number, actor("applicant")), day_of(at))
    assert offer is not None
    actions.promise_later(number=number, version=offer.version, materials=[REPORT], actor=actor("applicant"), at=at)


def promise_conditions(number: str, at: dt.datetime = MONDAY) -> str:
    """Sign, as the applicant, the promise of the hygiene licence; return its hash."""
    offer = promise_offer(read_case(number, actor("applicant")), day_of(at))
    assert offer is not None
    return actions.promise(number=number, version=offer.version, actor=actor("applicant"), at=at)


def without_the_report(stage: str, at: dt.datetime = MONDAY, *, mock: bool = False) -> str:
    """Bring a drainage permit, accepted without its water report, to accepted, deciding or granted."""
    number = drafted(DRAINAGE, at, mock=mock)
    promise_report(number, at)
    actions.submit(number=number, actor=actor("applicant"), at=at)
    actions.accept(number=number, actor=actor("clerk"), at=at)
    if stage != "accepted":
        actions.open_reviews(number=number, actor=actor("lead_reviewer"), at=at)
        for step in ("desk", "site"):
            actions.give_opinion(
                number=number, step_code=step, opinion="agree", text="", actor=actor("lead_reviewer"), at=at
            )
    if stage == "granted":
        actions.decide(number=number, outcome="granted", actor=actor("decider"), at=at)
    return number


def supply_report(number: str, at: dt.datetime) -> None:
    """Hand the report in, as the applicant."""
    actions.supply_deferred(
        number=number, material_code=REPORT, name="报告.pdf", data=pdf(), actor=actor("applicant"), at=at
    )


def on_a_promise(stage: str, at: dt.datetime = MONDAY) -> str:
    """Bring a hygiene licence, applied for with a promise, to accepted or granted."""
    number = drafted(HYGIENE, at)
    promise_conditions(number, at)
    actions.submit(number=number, actor=actor("applicant"), at=at)
    actions.accept(number=number, actor=actor(CLERK), at=at)
    if stage == "granted":
        actions.open_reviews(number=number, actor=actor(REVIEWER), at=at)
        actions.give_opinion(number=number, step_code="check", opinion="agree", text="", actor=actor(REVIEWER), at=at)
        actions.decide(number=number, outcome="granted", actor=actor(DECIDER), at=at)
    return number
