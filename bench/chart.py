"""Bars as SVG, written by hand: some rectangles and words need no library, and the picture is the same every time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, LABELS, BARS, ROW, TOP = 860, 330, 400, 24, 46
GOOD, BAD, PLAIN, INK, FAINT = "#2f7d4f", "#b3391f", "#3a6ea5", "#1f2328", "#8c959f"


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its label on the left and its value in words at its end; `good` is None where nothing is wanted."""

    label: str
    value: float
    said: str
    good: bool | None = None


def bars(title: str, rows: Sequence[Bar], *, line: float, line_said: str, logarithmic: bool = False) -> str:
    """Return the picture of the bars, with an upright line at the value that they are held against.

    Logarithmic bars stand for values above zero and begin at the line.
    """
    values = [_place(each.value, logarithmic) for each in rows]
    at_line = _place(line, logarithmic)
    start = at_line if logarithmic else 0.0
    least, most = min([*values, at_line, start]), max([*values, at_line, start])
    room = (most - least) or 1.0

    def x(value: float) -> float:
        return round(LABELS + (value - least) / room * BARS, 1)

    height = TOP + ROW * len(rows) + 8
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        f' role="img" aria-label="{escape(title, {chr(34): "&quot;"})}" font-family="sans-serif" font-size="13">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        _text(10, 18, title, INK, "start", bold=True),
        _text(x(at_line), 38, line_said, FAINT, "middle"),
    ]
    for number, (row, value) in enumerate(zip(rows, values, strict=True)):
        top = TOP + ROW * number
        left, right = sorted((x(start), x(value)))
        colour = PLAIN if row.good is None else GOOD if row.good else BAD
        width = max(round(right - left, 1), 1.5)
        drawn += [
            _text(LABELS - 8, top + 16, _short(row.label), INK, "end"),
            f'<rect x="{left}" y="{top + 3}" width="{width}" height="{ROW - 7}" fill="{colour}"/>',
            _text(max(right, x(start)) + 6, top + 16, row.said, INK, "start"),
        ]
    drawn.append(f'<path d="M{x(at_line)} {TOP - 4}V{height - 6}" stroke="{FAINT}" stroke-dasharray="4 3"/>')
    return "\n".join([*drawn, "</svg>"]) + "\n"


def _place(value: float, logarithmic: bool) -> float:
    return math.log10(value) if logarithmic else value


def _short(label: str) -> str:
    return label if len(label) <= 46 else label[:45] + "…"


def _text(x: float, y: float, words: str, colour: str, anchor: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}" y="{y}" fill="{colour}" text-anchor="{anchor}"{weight}>{escape(words)}</text>'
