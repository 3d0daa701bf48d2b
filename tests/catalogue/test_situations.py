"""Few questions whose answers say what need not be handed in."""

from tongban.catalogue.rules.situations import BUSINESS_ITEM, clean, spared, unanswered, with_business_items

ASKED = [
    {
        "key": "site",
        "question": "谁的场地？",
        "choices": [
            {"value": "own", "label": "自有", "without": ["consent", "deed"]},
            {"value": "others", "label": "他人的"},
        ],
    },
    {
        "key": "work",
        "question": "新设吗？",
        "choices": [{"value": "new", "label": "新设"}, {"value": "same", "label": "原样", "without": ["design"]}],
    },
]


class TestSpared:
    def test_adds_up_over_the_questions(self) -> None:
        assert spared(ASKED, {"site": "own", "work": "same"}) == {"consent", "deed", "design"}

    def test_spares_nothing_for_an_open_or_unknown_answer(self) -> None:
        assert spared(ASKED, {"site": "moon"}) == frozenset()
        assert spared(ASKED, {}) == frozenset()


class TestClean:
    def test_keeps_only_the_questions_own_answers(self) -> None:
        assert clean(ASKED, {"site": "own", "work": "moon", "x": "y"}) == {"site": "own"}


class TestUnanswered:
    def test_names_each_open_question(self) -> None:
        assert list(unanswered(ASKED, {"site": "own"})) == ["work"]
        assert unanswered(ASKED, {"site": "own", "work": "new"}) == {}


class TestWithBusinessItems:
    ITEMS = (
        {"code": "01", "name": "新办", "without": []},
        {"code": "03", "name": "延续", "without": ["deed"]},
    )

    def test_asks_first_which_one_it_is_and_spares_what_that_one_does_not_need(self) -> None:
        asked = with_business_items(ASKED, self.ITEMS)

        assert [each["key"] for each in asked] == [BUSINESS_ITEM, "site", "work"]
        assert spared(asked, {BUSINESS_ITEM: "03", "work": "same"}) == {"deed", "design"}
        assert clean(asked, {BUSINESS_ITEM: "03"}) == {BUSINESS_ITEM: "03"}

    def test_may_stay_open(self) -> None:
        assert list(unanswered(with_business_items(ASKED, self.ITEMS), {"site": "own"})) == ["work"]

    def test_asks_nothing_where_there_is_nothing_to_choose(self) -> None:
        assert with_business_items(ASKED, self.ITEMS[:1]) == tuple(ASKED)
