"""A template on trial: it comes out, or says what is wrong and in which line, and it does no harm."""

import datetime as dt

import pytest

from tongban.kernel import pdf_trial
from tongban.kernel.pdf import LOOK, DocumentFailed, MissingGlyph, render_source
from tongban.kernel.pdf_trial import try_out

NOON = dt.datetime(2026, 3, 2, 4, 0, tzinfo=dt.UTC)


def template(*lines: str) -> str:
    return "\n".join([LOOK, '#set text(font: "Noto Sans SC")', *lines])


class TestTryOut:
    def test_gives_the_bytes_of_the_document(self) -> None:
        source = template("#para(data.said)")

        tried = try_out(source, {"said": "准予许可"}, timestamp=NOON)

        assert tried == render_source(source, {"said": "准予许可"}, timestamp=NOON)
        assert tried.startswith(b"%PDF-")

    def test_names_the_line_of_a_mistake(self) -> None:
        with pytest.raises(DocumentFailed, match="nope") as failed:
            try_out(template("", "#nope"), {}, timestamp=NOON)

        assert failed.value.line == 4

    def test_names_a_character_that_the_fonts_have_not(self) -> None:
        with pytest.raises(MissingGlyph, match="🍞"):
            try_out(template("#text(data.said)"), {"said": "🍞"}, timestamp=NOON)

    @pytest.mark.parametrize(("cpu_seconds", "seconds"), [(1, 600), (600, 1)])
    def test_gives_up_a_template_that_does_not_end(
        self, cpu_seconds: int, seconds: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pdf_trial, "MOST_CPU_SECONDS", cpu_seconds)
        monkeypatch.setattr(pdf_trial, "MOST_SECONDS", seconds)

        with pytest.raises(DocumentFailed, match="用时过长"):
            try_out(template("#for i in range(99999) { for j in range(99999) { } }"), {}, timestamp=NOON)


class TestReachingOut:
    @pytest.mark.parametrize(
        "line",
        [
            '#import "@preview/cetz:0.3.1": *',
            '#include "/sample.typ"',
            '#eval("1")',
            '#dictionary(std).at("ev" + "al")("1")',
            '#plugin("x.wasm")',
        ],
    )
    def test_is_refused_with_its_line(self, line: str) -> None:
        with pytest.raises(DocumentFailed, match="不能使用") as refused:
            render_source(template(line), {}, timestamp=NOON)

        assert refused.value.line == 3

    @pytest.mark.parametrize("source", ["", "#text[a]", '#import "/sample.typ": *'])
    def test_begins_where_the_common_look_is_left_out(self, source: str) -> None:
        with pytest.raises(DocumentFailed, match="第一行") as refused:
            render_source(source, {}, timestamp=NOON)

        assert refused.value.line == 1

    @pytest.mark.parametrize(
        "path", ["/../../settings/__init__.py", "/settings/__init__.py", "/etc/passwd", "../pdf.py"]
    )
    def test_finds_no_other_file(self, path: str) -> None:
        with pytest.raises(DocumentFailed):
            render_source(template(f'#read("{path}")'), {}, timestamp=NOON)
