"""What somebody left who had an account in another's name is thrown away once that person was confirmed."""

import datetime as dt

from tests.cases.test_acts_for import pension
from tests.city import MONDAY, actor
from tongban.cases import actions
from tongban.cases.handlers import throw_away_what_a_stranger_began
from tongban.matters.models import Matter
from tongban.parties.events import CLAIM_ENDED
from tongban.sharing.actions.space.keep_answers import keep_answers
from tongban.sharing.handlers import forget_what_a_stranger_kept
from tongban.sharing.models import KeptAnswer

LATER = MONDAY + dt.timedelta(hours=1)


def test_drafts_and_kept_answers_go_and_what_the_person_made_since_stays() -> None:
    me = actor("long.shouye")
    person = me.person_id or 0
    drafts = [actions.draft(task_code=pension(), actor=me, at=at) for at in (MONDAY, LATER)]
    for element, at in (("person.phone", MONDAY), ("person.email", LATER)):
        keep_answers(kind="person", party_id=person, answers={element: "a@example.com"}, case_number="", at=at)

    for _repeat in range(2):
        for handler in (throw_away_what_a_stranger_began, forget_what_a_stranger_kept):
            handler(CLAIM_ENDED, person, {"at": MONDAY.isoformat()})

    assert [Matter.objects.get(number=number).closed_at is None for number in drafts] == [False, True]
    assert list(KeptAnswer.objects.filter(person_id=person).values_list("element", flat=True)) == ["person.email"]
