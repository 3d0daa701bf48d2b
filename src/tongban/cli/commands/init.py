"""`./tongban init CITY_FOLDER`: set up an empty city from its own files."""

import argparse
import pathlib

from tongban.cli.city import demo_usernames, load_city
from tongban.cli.environment import CommandTrouble, opened

NAME = "init"
HELP = "set up a city from its own files: city.toml, authorities.toml, halls.toml, officials.toml, items/ …"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("city", type=pathlib.Path, metavar="CITY_FOLDER", help="folder with city.toml")
    parser.add_argument(
        "--demo-accounts",
        metavar="PASSWORD",
        help="give the city's accounts this password (only where TONGBAN_DEMO=1)",
    )


def run(args: argparse.Namespace) -> int:
    """Load the city, telling each step; nothing is changed when any file is wrong."""
    if not (args.city / "city.toml").is_file():
        raise CommandTrouble(f"{args.city} holds no city.toml")
    with opened(args):
        from django.conf import settings

        from tongban.cli.preparation import migrate
        from tongban.kernel.clock import now

        if args.demo_accounts and not settings.DEMO:
            raise CommandTrouble("--demo-accounts works in a demonstration only: set TONGBAN_DEMO=1")
        migrate()
        load_city(args.city, at=now(), say=_say)
        if args.demo_accounts:
            from tongban.parties.actions import set_demo_password

            changed = set_demo_password(usernames=demo_usernames(args.city), password=args.demo_accounts, at=now())
            print(f"  ✓ 演示账号：{changed} 个设置了密码")
    return 0


def _say(what: str, report: object) -> None:
    counts = [
        f"{word} {getattr(report, field)}"
        for field, word in (("created", "新增"), ("changed", "变更"), ("unchanged", "未变"))
        if isinstance(getattr(report, field, None), int)
    ]
    print(f"  ✓ {what}" + (f"：{'，'.join(counts)}" if counts else ""), flush=True)
