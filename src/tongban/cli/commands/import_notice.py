"""`./tongban import-notice FILE.csv`: take the yearly holiday notice into the working-day calendar."""

import argparse
import pathlib

from tongban.cli.arguments import text_of
from tongban.cli.environment import opened

NAME = "import-notice"
HELP = "take a yearly holiday notice (CSV: date,kind,name) into the working-day calendar"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=pathlib.Path, help="CSV with the columns date, kind (holiday or workday), name")
    parser.add_argument("--basis", required=True, help="number or title of the notice")
    parser.add_argument("--region", default="", help="12-digit division code; without it the whole country")


def run(args: argparse.Namespace) -> int:
    """Import one year's notice; exit code 2 names every wrong row and field, and then nothing is changed."""
    text = text_of(args.file)
    with opened(args):
        from tongban.cli.preparation import migrate
        from tongban.kernel.actions.import_notice import import_notice
        from tongban.kernel.tracing import span

        migrate()
        with span(NAME):
            report = import_notice(text, args.region, basis=args.basis)
    print(
        f"✓ {report.year} 年：放假 {report.holidays} 天，调休上班 {report.workdays} 天；"
        f"变更 {report.changed} 天，日历已排到 {report.last}"
    )
    return 0
