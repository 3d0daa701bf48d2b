"""`./tongban check-items`: look the catalogue over by the quality rules."""

import argparse

from tongban.cli.environment import opened

NAME = "check-items"
HELP = "look the catalogue over by the quality rules and list what is found, by item; 1 when there are errors"
NEEDS_CITY = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rule", default="", metavar="CODE", help="only what this rule finds: Q01 to Q17")
    parser.add_argument("--errors", action="store_true", help="only errors, not warnings")


def run(args: argparse.Namespace) -> int:
    """Check all that is in force, and print a line for each finding and the sum."""
    with opened(args):
        from tongban.catalogue.actions.check_versions import check_versions
        from tongban.catalogue.queries.quality_board import QualityAsked, every_finding, quality_board
        from tongban.kernel.clock import now
        from tongban.parties.rules.actor import SYSTEM

        check_versions(version_ids=None, at=now())
        asked = QualityAsked(rule=args.rule, severity="error" if args.errors else "")
        for row in every_finding(SYSTEM, asked):
            mark = "✗" if row.severity == "error" else "·"
            reason = f"（理由：{row.reason}）" if row.reason else ""
            print(f"{mark} {row.rule} {row.code} {row.name}（{row.authority}）{row.field}：{row.message}{reason}")
        total = quality_board(SYSTEM, asked).total
    print(f"{total.items} 个事项有问题：错误 {total.errors} 条，警告 {total.warnings} 条")
    return 1 if total.errors else 0
