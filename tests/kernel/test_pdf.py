"""Documents: what is claimed of them, what can be read in them, and what they refuse."""

import datetime as dt
import hashlib
import io
import pathlib
import xml.etree.ElementTree as ET

import pytest
from pypdf import PdfReader

from tongban.kernel import pdf
from tongban.kernel.pdf import DocumentFailed, FontsMissing, MissingGlyph, qr_svg, render
from tongban.kernel.signing import EcP256Signer

NOON = dt.datetime(2026, 3, 2, 4, 0, 0, 123456, tzinfo=dt.UTC)
PAPER = {"title": "施工方案（示例）", "lines": ["开挖长度 18.5 米", "Excavation of a road"]}


class TestRender:
    def test_claims_to_be_a_pdf_a_2b(self) -> None:
        metadata = PdfReader(io.BytesIO(render("cli/exhibit", PAPER, timestamp=NOON))).xmp_metadata

        assert metadata is not None
        claims = {
            part: element.firstChild.data
            for part in ("part", "conformance")
            for element in metadata.get_element("", "http://www.aiim.org/pdfa/ns/id/", part)
        }
        assert claims == {"part": "2", "conformance": "B"}

    def test_can_be_searched_for_what_it_says(self) -> None:
        reader = PdfReader(io.BytesIO(render("cli/exhibit", PAPER, timestamp=NOON)))

        text = "".join(page.extract_text() for page in reader.pages).replace(" ", "").replace("\n", "")
        for said in ("施工方案（示例）", "开挖长度18.5米", "Excavationofaroad"):
            assert said in text
        assert reader.metadata is not None
        assert reader.metadata.title == "施工方案（示例）"

    def test_gives_the_same_bytes_for_the_same_facts_and_moment(self) -> None:
        made = [render("cli/exhibit", PAPER, timestamp=NOON) for _ in range(3)]
        later = render("cli/exhibit", PAPER, timestamp=NOON + dt.timedelta(seconds=1))

        assert len({hashlib.sha256(each).hexdigest() for each in made}) == 1
        assert later != made[0]

    def test_is_dated_by_the_moment_given(self) -> None:
        reader = PdfReader(io.BytesIO(render("cli/exhibit", PAPER, timestamp=NOON)))

        assert reader.metadata is not None
        assert reader.metadata.creation_date == NOON.replace(microsecond=0)

    @pytest.mark.parametrize("rare", ["\U0002a6d6", "🍞"])
    def test_names_the_character_that_the_font_has_not(self, rare: str) -> None:
        with pytest.raises(MissingGlyph) as refused:
            render("cli/exhibit", {"title": "证", "lines": [f"王{rare}"]}, timestamp=NOON)

        assert rare in refused.value.text
        assert str(refused.value) == (f"文书字体中没有“{refused.value.text}”这个字，无法制作文书，请联系系统管理员。")

    @pytest.mark.parametrize("template", ["cli/absent", "cli/../../../pyproject"])
    def test_fails_loudly_without_a_template(self, template: str) -> None:
        with pytest.raises(DocumentFailed):
            render(template, PAPER, timestamp=NOON)

    def test_fails_loudly_when_a_fact_is_missing(self) -> None:
        with pytest.raises(DocumentFailed, match="cli/exhibit"):
            render("cli/exhibit", {"title": "证"}, timestamp=NOON)

    def test_takes_what_people_write_for_text_never_for_markup(self) -> None:
        line = '#panic("x") $x$ *b* `c` @d <e> \\ "'

        reader = PdfReader(io.BytesIO(render("cli/exhibit", {"title": "证", "lines": [line]}, timestamp=NOON)))

        text = reader.pages[0].extract_text().replace(" ", "").replace("\n", "")
        assert line.replace(" ", "") in text

    def test_says_that_the_fonts_are_not_installed(
        self, tmp_path: pathlib.Path, settings: pytest.FixtureRequest
    ) -> None:
        settings.NODE_MODULES = tmp_path  # type: ignore[attr-defined]
        pdf._compiler.cache_clear()

        try:
            with pytest.raises(FontsMissing, match="doctor"):
                render("cli/exhibit", PAPER, timestamp=NOON)
        finally:
            pdf._compiler.cache_clear()

    def test_can_be_signed_and_stays_as_it_was(self, tmp_path: pathlib.Path) -> None:
        made = render("cli/exhibit", PAPER, timestamp=NOON)

        assert EcP256Signer(tmp_path).sign(made, reason="测试").startswith(made)


class TestQrSvg:
    def test_is_one_drawing_without_a_script(self) -> None:
        drawing = ET.fromstring(qr_svg("https://example.com/verify/1.2.156.3005.2"))

        names = {element.tag.rpartition("}")[2] for element in drawing.iter()}
        assert names == {"svg", "path"}

    def test_differs_with_what_it_says(self) -> None:
        assert qr_svg("https://example.com/1") == qr_svg("https://example.com/1") != qr_svg("https://example.com/2")

    def test_is_printed_in_a_document(self) -> None:
        facts = {
            "authority": "示例局",
            "number": "示受〔2026〕1号",
            "title": "受理通知书",
            "applicant": "示例公司",
            "day": "2026年3月2日",
            "item": "挖掘城市道路许可",
            "fields": [],
            "materials": [],
        }
        made = [
            PdfReader(io.BytesIO(render("kernel/sample", {**facts, "qr": qr_svg(said)}, timestamp=NOON)))
            for said in ("https://example.com/1", "https://example.com/2")
        ]

        first, second = (b"".join(page.get_contents().get_data() for page in each.pages) for each in made)  # type: ignore[union-attr]
        assert first != second
