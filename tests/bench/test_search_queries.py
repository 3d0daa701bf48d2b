"""What the search benchmark asks is drawn from the names alone, the same each time, and each slip is one slip."""

from bench.search.asking import KINDS, LOOK_ALIKE, Asked, asked

NAMES = [
    "挖掘城市道路许可",
    "食品经营许可证变更",
    "公共场所卫生许可遗失补办",
    "民办非企业单位变更登记",
    "机动车驾驶证期满换证",
    "城镇排水与污水处理设施竣工验收备案",
    "住宅专项维修资金查询",
    "股权出质注销登记",
]


def drawn(kind: str) -> list[Asked]:
    return [query for query in asked(NAMES, 8) if query.kind == kind]


class TestAsked:
    def test_draws_the_same_every_time_and_nothing_twice(self) -> None:
        first = asked(NAMES, 8)

        assert first == asked(NAMES, 8)
        assert len(set(first)) == len(first)
        assert {query.kind for query in first} == set(KINDS)

    def test_words_come_from_the_name(self) -> None:
        assert all(len(query.words) == 2 and query.words in query.name for query in drawn("two_char"))
        for query in drawn("multi"):
            words = query.words.split()
            assert len(words) in (2, 3)
            assert all(word in query.name for word in words)

    def test_a_slip_is_one_character(self) -> None:
        for query in drawn("typo"):
            assert query.words != query.name
            assert abs(len(query.words) - len(query.name)) <= 1
            changed = sum(a != b for a, b in zip(query.words, query.name, strict=False))
            if query.slip in ("sound", "look", "other"):
                assert changed == 1
            if query.slip == "swapped":
                assert sorted(query.words) == sorted(query.name)

    def test_every_slip_is_made(self) -> None:
        assert {query.slip for query in asked(NAMES, 30) if query.slip} == {
            *("sound", "look", "swapped", "missing", "extra", "other")
        }

    def test_what_looks_alike_is_no_one_character(self) -> None:
        assert all(len(set(alike)) == len(alike) > 1 for alike in LOOK_ALIKE)
