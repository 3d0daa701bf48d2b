"""`./tongban docs`: print the reference pages that follow from the code."""

import argparse

from tongban.cli.environment import REPOSITORY, name_home, start_django
from tongban.cli.lifecycle_pages import pages

NAME = "docs"
HELP = "write the reference pages on moves and parameters from their tables (for developers)"
FOLDER = REPOSITORY / "docs" / "reference"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 when a page is out of date")


def run(args: argparse.Namespace) -> int:
    """Write the pages that differ; needs no database."""
    name_home(args)
    start_django()
    stale = []
    for name, text in pages().items():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path)
            if not args.check:
                path.write_text(text, encoding="utf-8")
    for path in stale:
        print(f"{path.relative_to(REPOSITORY)} {'is out of date' if args.check else 'written'}")
    return 1 if args.check and stale else 0
