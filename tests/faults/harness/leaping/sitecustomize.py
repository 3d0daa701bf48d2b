"""Loaded by Python in each process of a site whose machine's clock is moved: `time.time` follows the house's clock."""

import os
import pathlib
import time

_FILE = pathlib.Path(os.environ["TONGBAN_DEMO_CLOCK"])
_right = time.time


def _moved() -> float:
    try:
        return _right() + float(_FILE.read_text())
    except (FileNotFoundError, ValueError):
        return _right()


time.time = _moved
