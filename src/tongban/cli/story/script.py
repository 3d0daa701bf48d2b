"""What the story says and types, read from the city's story.toml, and the small files that it uploads."""

from __future__ import annotations

import datetime as dt
import io
import pathlib
import tomllib
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw, ImageFont

PASSWORD = "tongban-demo-2026"
FONT = "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf"


@dataclass(frozen=True)
class Script:
    """The story's facts; `facts` is the file as it was read."""

    facts: dict[str, Any]
    folder: pathlib.Path

    @classmethod
    def read(cls, folder: pathlib.Path) -> Script:
        """Read the story of a city folder."""
        return cls(tomllib.loads((folder / "story.toml").read_text(encoding="utf-8")), folder)

    def username(self, role: str) -> str:
        """Return who plays a role."""
        name: str = self.facts["people"][role]
        return name

    def item(self) -> dict[str, Any]:
        """Return the item that is applied for, as its file says it."""
        path = self.folder / "items" / f"{self.facts['item']}.toml"
        return tomllib.loads(path.read_text(encoding="utf-8"))

    def answers(self, on: dt.date) -> dict[str, Any]:
        """Return what the applicant types, with the days that follow the day of the application."""
        days = {key: (on + dt.timedelta(days=n)).isoformat() for key, n in self.facts["answers_in_days"].items()}
        return {**self.facts["answers"], **days}


def exhibit(paper: dict[str, Any]) -> tuple[str, bytes, str]:
    """Return a paper as (file name, bytes, media type): a PDF, or a picture with its lines."""
    if paper["media"] == "png":
        return paper["name"], _picture(paper["title"], paper["lines"]), "image/png"
    from tongban.kernel import pdf

    data = pdf.render("cli/exhibit", {"title": paper["title"], "lines": paper["lines"]})
    return paper["name"], data, "application/pdf"


def bad_exhibit(paper: dict[str, Any]) -> tuple[str, bytes, str]:
    """Return a file that must be refused."""
    data = {
        "executable-disguised-as-pdf": b"MZ\x90\x00" + bytes(2000),
        "type-not-accepted": b"MZ\x90\x00" + bytes(2000),
        "too-large": b"%PDF-1.7\n" + bytes(6 * 1024 * 1024),
    }[paper["kind"]]
    return paper["name"], data, "application/pdf"


def _picture(title: str, lines: list[str]) -> bytes:
    from django.conf import settings

    path = pathlib.Path(settings.NODE_MODULES) / FONT
    image = Image.new("RGB", (900, 600), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 90, 860, 560), outline="black", width=3)
    draw.text((60, 30), title, fill="black", font=ImageFont.truetype(str(path), 34))
    for place, line in enumerate(lines):
        draw.text((80, 130 + 60 * place), line, fill="black", font=ImageFont.truetype(str(path), 28))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
