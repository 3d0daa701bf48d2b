"""What the fonts can show is known before a document is set, and is what the compiler says too."""

import json
import pathlib
import unicodedata

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tongban.kernel import pdf
from tongban.kernel.pdf import FONT_PACKAGE, LOOK, MissingGlyph, render_source, require_glyphs
from tongban.kernel.rules.glyphs import UNSEEN, missing, shown_by

PLAIN = f'{LOOK}\n#set text(font: "Noto Sans SC")\n#for said in data {{ par(said) + par(strong(said)) }}'
REGULAR = pathlib.Path(settings.NODE_MODULES) / FONT_PACKAGE / "400Regular" / "NotoSansSC_400Regular.ttf"


def is_set(texts: list[str]) -> bool:
    try:
        render_source(PLAIN, texts)  # type: ignore[arg-type]
    except MissingGlyph:
        return False
    return True


class TestShownBy:
    def test_knows_the_common_characters_and_not_the_rarest(self) -> None:
        shown = shown_by(REGULAR.read_bytes())

        assert len(shown) > 30_000
        assert {ord(char) for char in "政务服务㐂éabc。〔〕"} <= shown
        assert not {0x2A6D6, ord("🍞")} & shown

    @pytest.mark.parametrize("font", [b"\0\1\0\0" + bytes(20), b"\0\1\0\0\0\1" + bytes(30)])
    def test_refuses_what_is_no_font_with_a_map(self, font: bytes) -> None:
        with pytest.raises(ValueError, match="map"):
            shown_by(font)


class TestMissing:
    def test_names_each_character_once(self) -> None:
        assert missing(["王🍞", "🍞\U0002a6d6"], pdf._shown()) == "🍞\U0002a6d6"

    def test_takes_a_letter_and_its_accent_for_one(self) -> None:
        assert missing([unicodedata.normalize("NFD", "é")], frozenset({ord("é")})) == ""


class TestRequireGlyphs:
    @pytest.mark.parametrize("rare", ["\U0002a6d6", "🍞", "\x00", "ก"])
    def test_refuses_what_the_compiler_refuses(self, rare: str) -> None:
        with pytest.raises(MissingGlyph) as refused:
            require_glyphs(["王", f"王{rare}"])

        assert refused.value.text == rare
        assert not is_set([f"王{rare}"])

    def test_takes_all_that_fonts_show_and_all_that_is_not_seen(self) -> None:
        everything = "".join(map(chr, sorted(pdf._shown() - {0})))
        unseen = "中".join(map(chr, sorted(UNSEEN)))

        require_glyphs([everything, unseen])

        assert is_set([everything, unseen])

    @given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
    @examples(max_examples=150, deadline=None)
    def test_takes_nothing_that_the_compiler_refuses(self, text: str) -> None:
        if missing([text], pdf._shown()) == "":
            assert is_set([text]), json.dumps(text)
