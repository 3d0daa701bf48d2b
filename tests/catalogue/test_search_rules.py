"""Words for searching: folding, tokens, pinyin and the queries made of them."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from tongban.catalogue.rules import search

HAN = st.text(alphabet="挖掘城市道路许可证办理马民宗教活动场所备案登记", min_size=1, max_size=12)


class TestFold:
    def test_brings_width_case_and_script_to_one_form(self) -> None:
        assert search.fold("挖掘城市道路許可　Ａ４") == "挖掘城市道路许可 a4"
        assert search.key_of("《挖掘》（城市道路） 許可") == "挖掘城市道路许可"

    @given(st.text())
    @example("薴烯")
    @example("於潛")
    @example("畢昇")
    def test_changes_nothing_the_second_time(self, text: str) -> None:
        once = search.key_of(text)

        assert search.key_of(once) == once


class TestPinyin:
    def test_gives_initials_and_whole_syllables(self) -> None:
        assert search.initials_of("挖掘城市道路许可") == "wjcsdlxk"
        assert search.pinyin_of("挖掘道路") == "wajuedaolu"

    def test_reads_characters_in_their_words(self) -> None:
        assert search.initials_of("银行") == "yh"
        assert search.initials_of("A4 纸") == "a4z"

    @given(HAN)
    def test_has_one_initial_a_character(self, text: str) -> None:
        assert len(search.initials_of(text)) == len(text)


class TestDocument:
    def test_weighs_name_alias_and_body(self) -> None:
        built = search.document("挖路", aliases=["破路"], body=["施工许可证"])

        assert built.name_key == "挖路"
        assert built.alias_keys == " 破路 "
        assert built.initials == " wl pl "
        assert built.pinyin == " walu polu "
        assert "'挖路':1A" in built.vector
        assert "'~walu':5A" in built.vector
        assert "'破路':8B" in built.vector
        assert "'许可证':" in built.vector
        assert built.vector.count("'路':") == 1

    def test_joins_what_brackets_part(self) -> None:
        assert "'证办':" in search.document("《预防接种证》办理").vector

    @given(st.text(max_size=80))
    def test_quotes_whatever_comes(self, name: str) -> None:
        built = search.document(name)

        assert "\x00" not in built.vector
        assert built.name_key == search.key_of(name)

    @given(HAN)
    def test_holds_every_pair_of_the_name(self, name: str) -> None:
        built = search.document(name)

        for pair in search.pairs_of(name):
            assert f"'{pair}':" in built.vector
            assert pair in built.grams


class TestQuery:
    def test_wants_each_word(self) -> None:
        asked = search.query("挖掘 道路許可")

        assert asked.key == "挖掘道路许可"
        assert asked.anywhere == "'挖掘' & '道路' & '许可'"
        assert asked.in_names == "'挖掘':AB & '道路':AB & '许可':AB"
        assert asked.letters == ""

    def test_leaves_out_words_of_asking(self) -> None:
        assert search.query("我要挖马路").anywhere == search.query("挖马路").anywhere
        assert search.query("怎么办").anywhere != ""

    def test_reads_letters_as_pinyin_too(self) -> None:
        asked = search.query("Wa Jue")

        assert asked.letters == "wajue"
        assert asked.grams() == []

    def test_is_empty_for_nothing_but_marks(self) -> None:
        assert search.query(" ！？' \\ \x00").is_empty

    def test_reads_no_more_than_sixty_characters(self) -> None:
        assert len(search.query("路" * 5000).key) == 60


class TestRegions:
    def test_knows_what_is_inside_and_above(self) -> None:
        assert search.region_prefix("520100000000") == "5201"
        assert search.region_prefix("520103001000") == "520103001"
        assert search.regions_above("520103001000") == [
            "520000000000",
            "520100000000",
            "520103000000",
            "520103001000",
        ]
