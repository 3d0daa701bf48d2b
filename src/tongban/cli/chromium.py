"""The browser that the journeys are walked in: the system's Chromium."""

import os
import pathlib
import shutil

from tongban.cli.debian import install
from tongban.cli.environment import CommandTrouble

# The library is what the driver of the journeys needs, and what a bare Debian does not have.
PACKAGES = ("chromium", "libatomic1")
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FONTS = pathlib.Path(__file__).resolve().parents[3] / "node_modules" / "@expo-google-fonts" / "noto-sans-sc"


def find_chromium() -> str | None:
    """Return the path of Chromium or Chrome: TONGBAN_CHROMIUM, the system's, or one of Playwright's."""
    named = os.environ.get("TONGBAN_CHROMIUM")
    if named:
        return named if pathlib.Path(named).exists() else None
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    own = sorted(pathlib.Path("~/.cache/ms-playwright").expanduser().glob("chromium-*/chrome-linux*/chrome"))
    return str(own[-1]) if own else None


def chromium_or_trouble() -> str:
    """Return Chromium's path, installing it by apt as root; raises CommandTrouble."""
    found = find_chromium()
    if found:
        return found
    install(list(PACKAGES), "the browser journeys need Chromium, or one named in TONGBAN_CHROMIUM")
    found = find_chromium()
    if found is None:
        raise CommandTrouble("chromium is installed, and yet no program of that name is found")
    return found


def font_settings(folder: pathlib.Path) -> pathlib.Path:
    """Write a fontconfig file that adds our Chinese font to the system's, so that no letter is a box."""
    file = folder / "fonts.conf"
    folders = "".join(f"<dir>{FONTS / weight}</dir>" for weight in ("400Regular", "700Bold"))
    text = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{folders}'
        f"<cachedir>{folder / 'font-cache'}</cachedir></fontconfig>\n"
    )
    if not file.exists() or file.read_text() != text:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return file
