"""`./tongban import-authorisations FILE.csv`: take a list of authorised items (授权书) in, all of it or nothing."""

import argparse
import pathlib

from tongban.cli.environment import CommandTrouble, opened

NAME = "import-authorisations"
HELP = "take a list of items that one authority lets another receive or exercise (CSV), all of it or nothing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=pathlib.Path,
        help="CSV with the columns document_number, kind (window or centralised), from, to, window, task_code,"
        " starts_on, ends_on; one item a row",
    )


def run(args: argparse.Namespace) -> int:
    """Import and say what changed; a bad list is told with its rows and fields, and nothing is changed."""
    with opened(args):
        from tongban.cli.authorisation_list import load_authorisations
        from tongban.cli.preparation import migrate
        from tongban.kernel.clock import now
        from tongban.kernel.errors import BadInput

        migrate()
        try:
            report = load_authorisations(args.file, at=now())
        except BadInput as refused:
            raise CommandTrouble(refused.reason) from refused
    print(f"✓ 授权书：新增 {report.created}，变更 {report.changed}，未变 {report.unchanged}")
    return 0
