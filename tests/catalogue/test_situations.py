"""Few questions whose answers say what need not be handed in."""

from tongban.catalogue.rules.situations import clean, spared, unanswered

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
