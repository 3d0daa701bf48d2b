"""Giving papers on the page of materials."""

from typing import Any

from tests.journeys.looking import Walker
from tongban.cli.story.script import bad_exhibit, exhibit


def give(agent: Walker, paper: dict[str, Any]) -> None:
    """Upload one of the story's papers for its material."""
    _give(agent, paper["material"], exhibit(paper))


def give_bad(agent: Walker, paper: dict[str, Any]) -> None:
    """Upload a file that must be refused."""
    _give(agent, paper["material"], bad_exhibit(paper))


def _give(agent: Walker, material: str, file: tuple[str, bytes, str]) -> None:
    name, data, media = file
    section = f"#material-{material}"
    agent.page.locator(f"{section} input[type=file]:not([data-camera])").set_input_files(
        [{"name": name, "mimeType": media, "buffer": data}]
    )
    agent.press("上传", within=section)
