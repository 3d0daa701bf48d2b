"""`./tongban mirror-journal`: keep another house's checkpoints on this machine, as long as its journal only grows."""

import argparse
import pathlib

from tongban.cli.arguments import published_key
from tongban.cli.environment import CommandTrouble, name_home, start_django

NAME = "mirror-journal"
HELP = "fetch the newest checkpoint of a journal elsewhere and keep it, if the journal only grew; needs no database"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", help="address of the journal, such as https://city.example/api/v1/journal")
    parser.add_argument("file", type=pathlib.Path, help="file to which checkpoints are appended")
    parser.add_argument("--key", help="key of its checkpoints (default: FILE.key, which the first run writes)")


def run(args: argparse.Namespace) -> int:
    """Append the newest checkpoint when it is proven to go on from the last; exit code 1 when the journal does not."""
    if args.key:
        published_key("--key", args.key)
    if not args.file.resolve().parent.is_dir():
        raise CommandTrouble(f"there is no folder {args.file.resolve().parent}")
    name_home(args)
    start_django()
    from tongban.cli.journal_mirror import Forked, MirrorTrouble, follow

    try:
        followed = follow(args.url, args.file, args.key)
    except Forked as forked:
        print(f"✗ {forked}")
        return 1
    except MirrorTrouble as trouble:
        raise CommandTrouble(str(trouble)) from None
    if followed.first_key:
        print(f"公钥 {followed.first_key}（首次记下，请与公布的公钥核对）")
    print(
        f"✓ 日志 {followed.before} → {followed.size} 条，只增未改"
        if followed.grown
        else f"✓ 日志仍是 {followed.size} 条"
    )
    return 0
