"""`./tongban doctor`: say in plain words what is wrong with this machine or its database."""

import argparse
import os
from collections.abc import Iterable

import psycopg

from tongban.cli import diagnosis
from tongban.cli.diagnosis import Finding
from tongban.cli.environment import REPOSITORY, PostgresTrouble, name_home, opened
from tongban.cli.journal_diagnosis import about_mirror, about_witnesses
from tongban.cli.postgres import EmbeddedPostgres
from tongban.kernel.database import first_line

NAME = "doctor"
HELP = "say in plain words what is wrong with this machine or its database"
NEEDS_CITY = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print only what is wrong")
    parser.add_argument(
        "--thorough", action="store_true", help="go through every row, not a sample (minutes on a city)"
    )


def run(args: argparse.Namespace) -> int:
    """Ask everything, print a line each; exit code 1 when something is wrong."""
    home = name_home(args)
    ills = 0

    def tell(findings: Iterable[Finding]) -> None:
        nonlocal ills
        for finding in findings:
            ills += not finding.well
            if not (finding.well and args.quiet):
                print(f"{'✓' if finding.well else '✗'} {finding.zh}\n  {finding.en}")

    tell(diagnosis.about_home(home))
    tell(diagnosis.about_fonts(REPOSITORY / "node_modules"))
    try:
        if not os.environ.get("DATABASE_URL"):
            tell(diagnosis.about_lock(EmbeddedPostgres(home)))
        with opened(args) as house:
            with psycopg.connect(house.url, autocommit=True, connect_timeout=5) as connection:
                tell(diagnosis.about_server(connection))
                tell(diagnosis.about_migrations())
                tell(diagnosis.about_worker(connection))
                tell(diagnosis.about_replica())
            # late: they ask through Django
            from tongban.cli import data_diagnosis
            from tongban.cli.preparation import pending_migrations
            from tongban.kernel.clock import now, today

            if not any(name.startswith("kernel.") for name in pending_migrations()):
                tell(diagnosis.about_calendar(today()))
            if not pending_migrations():
                tell(diagnosis.about_scanner())
                tell(diagnosis.about_dangers())
                tell(about_witnesses(now()))
                tell(about_mirror())
                tell(data_diagnosis.about_filling())
                tell(data_diagnosis.about_constraints())
                tell(data_diagnosis.about_sequences())
                tell(data_diagnosis.about_matters(thorough=args.thorough))
                if args.thorough:
                    tell(data_diagnosis.about_licence_index())
    except (PostgresTrouble, psycopg.OperationalError) as error:
        words = first_line(error)
        tell([diagnosis.wrong(f"数据库不能启动或连接：{words}", f"the database does not answer: {words}")])

    if ills:
        print(f"\n发现 {ills} 个问题 / {ills} {'thing is' if ills == 1 else 'things are'} wrong")
        return 1
    print("\n一切正常 / all is well")
    return 0
