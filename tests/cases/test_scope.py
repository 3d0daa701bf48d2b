"""What an official may see and do is one rule, of one case and as a filter: whole duties, listed items, deputies."""

import itertools

import pytest
from django.db.models import Q

from tests.cases.factory import STAGES, case, road_code
from tests.city import MONDAY, actor
from tongban.cases.access import desk, handled, holds, reveals, sees, visible
from tongban.cases.models import Case
from tongban.cases.queries import Filter, inbox
from tongban.cases.queries.inbox_tasks import ALL
from tongban.matters.models import Matter
from tongban.matters.queries import read_by_id
from tongban.parties.models import Authority
from tongban.parties.rules.actor import Actor, DutyKind, Held

ROAD, ROAD_POLICE, OTHER = "chengguan", "gongan-jiaoguan", "jiaotong"
SCOPES = (None, "this", "another")


def actors() -> list[Actor]:
    """Return actors with one duty of each kind, whole or for listed items, at three authorities; and mixtures."""
    ids = dict(Authority.objects.filter(key__in=(ROAD, ROAD_POLICE, OTHER)).values_list("key", "pk"))
    codes = {None: None, "this": frozenset({road_code(), "X"}), "another": frozenset({"X"})}
    helds = [
        Held(kind, pk, region_code="520100000000", task_codes=codes[scope], for_official_id=absent)
        for kind, pk, scope, absent in itertools.product(DutyKind, ids.values(), SCOPES, (None, 1))
    ]
    single = [Actor(name="甲", official_id=7, duties=frozenset({held})) for held in helds]
    pairs = [
        Actor(name="乙", official_id=8, duties=frozenset({one, other}))
        for one, other in itertools.islice(itertools.combinations(helds, 2), 0, None, 97)
    ]
    return [*single, *pairs, Actor(name="丙", official_id=9), actor("applicant"), actor("clerk"), actor("supervisor")]


class TestOneRule:
    def test_tells_the_same_of_a_case_and_as_a_filter(self) -> None:
        for stage in STAGES:
            case(stage)
        moved = Matter.objects.get(number=case("reviewing"))
        Matter.objects.filter(pk=moved.pk).update(owner=Authority.objects.get(key=OTHER))
        cases = {pk: read_by_id(pk) for pk in Case.objects.values_list("pk", flat=True)}
        found = 0

        for who in actors():
            seen = {pk for pk, facts in cases.items() if sees(who, facts)}
            shown = {pk for pk, facts in cases.items() if facts.state != "draft" and reveals(who, facts)}
            assert set(visible(who).values_list("pk", flat=True)) == seen, who
            if who.official_id is not None and who.person_id is None:
                assert set(Case.objects.filter(desk(who)).values_list("pk", flat=True)) == seen, who
                kept = Case.objects.filter(handled(who) & ~Q(matter__state="draft"))
                assert set(kept.values_list("pk", flat=True)) == shown, who
                open_ones = {cases[pk].matter.number for pk in seen if cases[pk].matter.closed_at is None}
                listed = inbox(who, Filter(ALL), 1, MONDAY)
                assert {row.number for row in listed.rows} == open_ones, who
                assert {row.number for row in listed.rows if "*" not in row.applicant_name} >= {
                    cases[pk].matter.number for pk in shown & seen if cases[pk].matter.closed_at is None
                }
            found += len(seen)

        assert found > 100

    @pytest.mark.parametrize(
        ("kind", "duty"), [(DutyKind.CLERK, "clerk"), (DutyKind.REVIEWER, "lead_reviewer"), (DutyKind.HEAD, "head")]
    )
    def test_lets_nobody_act_outside_the_listed_items(self, kind: DutyKind, duty: str) -> None:
        facts = read_by_id(Matter.objects.get(number=case("accepted")).pk)
        owner = facts.matter.owner_id

        def may(codes: frozenset[str] | None) -> bool:
            return holds(
                Actor(name="甲", official_id=7, duties=frozenset({Held(kind, owner, task_codes=codes)})), facts, duty
            )

        assert may(None)
        assert may(frozenset({road_code()}))
        assert not may(frozenset({"X"}))

    def test_shows_the_head_of_the_government_what_is_of_the_region_masked(self) -> None:
        facts = read_by_id(Matter.objects.get(number=case("reviewing", MONDAY)).pk)
        head = actor("government_head")

        assert sees(head, facts)
        assert not reveals(head, facts)
        assert holds(head, facts, "government_head")
        assert not holds(head, facts, "head")
        assert holds(actor("head"), facts, "head")
        assert not holds(actor("head"), facts, "government_head")
