"""`./tongban import-enterprises FILE`: take a published list of enterprises into the register of legal persons."""

import argparse
import csv
import pathlib
from typing import Any

from tongban.cli.arguments import bytes_of
from tongban.cli.environment import CommandTrouble, opened

NAME = "import-enterprises"
HELP = "take a published list of enterprises (CSV) into the register of legal persons, and report each oddity"
NEEDS_CITY = True
SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=pathlib.Path, metavar="FILE", help="CSV: 企业名称,统一社会信用代码,注册日期,…")
    parser.add_argument("--register", default="legal-persons", metavar="KEY", help="default: legal-persons")
    parser.add_argument("--report", type=pathlib.Path, metavar="FILE", help="write every oddity as a table (CSV)")


def run(args: argparse.Namespace) -> int:
    """Import, say what was odd and how often, and name each row that could not be kept."""
    data = bytes_of(args.file)
    with opened(args):
        from tqdm import tqdm

        from tongban.kernel.clock import now
        from tongban.kernel.errors import Refusal
        from tongban.parties.rules.actor import SYSTEM
        from tongban.sharing.actions import import_enterprises

        try:
            with tqdm(desc=NAME, unit=" rows", leave=False, disable=None) as bar:
                done = import_enterprises(
                    data=data, name=args.file.name, register=args.register, actor=SYSTEM, at=now(), said=bar.update
                )
        except Refusal as refused:
            raise CommandTrouble(refused.reason) from refused
    stored = done.stored
    print(f"✓ {done.rows:,} 行：新增 {stored.created:,}，变更 {stored.changed:,}，未变 {stored.unchanged:,}")
    for column, sort, count in done.sorts:
        print(f"  {count:>7,}  {column}：{sort}")
    for one in done.dropped[:SHOWN]:
        print(f"! 第 {one.row} 行没有写入，{one.field}{one.sort}：{one.written}")
    if len(done.dropped) > SHOWN:
        print(f"! … 另有 {len(done.dropped) - SHOWN} 行没有写入（--report 列出全部）")
    if args.report:
        _write(args.report, done)
    return 0


def _write(path: pathlib.Path, done: Any) -> None:
    from tongban.kernel.rules.texts import spreadsheet_cell

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(["行", "字段", "问题", "原文", "是否写入"])
        for one in done.oddities:
            kept = "是" if one.kept else "否"
            table.writerow([one.row, one.field, one.sort, spreadsheet_cell(one.written), kept])
