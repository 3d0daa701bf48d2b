"""`./tongban import-log FILE`: bring the processes of another system in as matters, with their deadlines."""

import argparse
import pathlib
import re

from tongban.cli.environment import CommandTrouble, opened

NAME = "import-log"
HELP = "bring historical processes in from an event log (XES, or CSV with case:… columns)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=pathlib.Path, metavar="FILE", help="FILE.xes or FILE.csv")
    parser.add_argument("--authority", required=True, help="key of the authority that the processes belong to")
    parser.add_argument("--source", help="name of the log, kept with each history (default: the file's name)")


def run(args: argparse.Namespace) -> int:
    """Import all of the log or nothing; a broken file is told with its line and element, exit code 2."""
    if not args.file.is_file():
        raise CommandTrouble(f"{args.file} is not a file")
    source = args.source or re.sub(r"[^a-z0-9]+", "-", args.file.stem.lower()).strip("-")
    with opened(args):
        from tqdm import tqdm

        from tongban.cli.preparation import migrate
        from tongban.kernel.clock import now
        from tongban.kernel.errors import BadInput, NotFound
        from tongban.kernel.tracing import span
        from tongban.matters.actions.import_log import import_log
        from tongban.matters.rules.event_log import BrokenLog
        from tongban.matters.rules.event_table import read_table
        from tongban.matters.rules.xes import read_xes
        from tongban.parties.queries import authority

        migrate()
        read = read_table if args.file.suffix.lower() == ".csv" else read_xes
        try:
            owner = authority(args.authority)
            with args.file.open("rb") as file, span(NAME):
                done = import_log(
                    tqdm(read(file), desc="import-log", unit=" traces", leave=False, disable=None),
                    source=source,
                    authority_id=owner.id,
                    region_code=owner.region_code,
                    at=now(),
                )
        except BrokenLog as broken:
            raise CommandTrouble(f"{args.file}: {broken}; nothing was changed") from broken
        except (BadInput, NotFound) as refused:
            raise CommandTrouble(f"{args.file}: {refused.reason}") from refused
    print(
        f"✓ 历史办件：新增 {done.created}，未变 {done.unchanged}；"
        f"事件 {done.events}，期限 {done.deadlines}，仍在办 {done.still_open}"
    )
    return 0
