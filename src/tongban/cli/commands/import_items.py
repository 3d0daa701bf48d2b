"""`./tongban import-items PATH`: take items into the catalogue from item files, a workbook, tables or JSON."""

import argparse
import pathlib

from tongban.cli.environment import CommandTrouble, opened

NAME = "import-items"
HELP = (
    "take items into the catalogue, all of them or none: a folder of *.toml, .xlsx, .csv tables (folder or .zip), .json"
)
NEEDS_CITY = True
SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=pathlib.Path, metavar="PATH", help="folder or file with the items")
    parser.add_argument("--preview", action="store_true", help="say what would change, and change nothing")
    parser.add_argument(
        "--drafts",
        action="store_true",
        help="as drafts, a revision for each authority, for its editors to complete and send to review",
    )


def run(args: argparse.Namespace) -> int:
    """Import and say what changed; what is wrong is told with its row and field, and nothing is changed."""
    if not args.path.exists():
        raise CommandTrouble(f"{args.path} is not there")
    if args.path.is_dir() and not any(path.suffix in (".toml", ".csv") for path in args.path.iterdir()):
        raise CommandTrouble(f"{args.path} holds neither item files (*.toml) nor tables (*.csv)")
    with opened(args):
        from tongban.kernel.errors import BadInput, Refusal

        try:
            return _preview(args.path) if args.preview else _drafts(args.path) if args.drafts else _import(args.path)
        except BadInput as refused:
            raise CommandTrouble(refused.reason) from refused
        except Refusal as refused:
            raise CommandTrouble(str(refused)) from refused


def _import(path: pathlib.Path) -> int:
    from tqdm import tqdm

    from tongban.catalogue.actions import import_items
    from tongban.kernel.clock import now

    with tqdm(desc="import-items", unit=" items", leave=False, disable=None) as bar:
        report = import_items(path, at=now(), said=bar.update)
    print(f"✓ 事项：新增 {report.created}，变更 {report.changed}，未变 {report.unchanged}")
    return 0


def _preview(path: pathlib.Path) -> int:
    from tongban.catalogue.queries.preview import preview_items
    from tongban.parties.rules.reports import ImportRefused

    found = preview_items(path)
    if found.problems:
        raise ImportRefused(found.problems)
    for mark, rows in (("+", found.created), ("~", found.changed)):
        for row in rows[:SHOWN]:
            print(f"  {mark} {row.code} {row.name}（{row.authority}）")
            for change in row.changes:
                print(f"      {change}")
        if len(rows) > SHOWN:
            print(f"  {mark} … {len(rows) - SHOWN}")
    print(f"将新增 {len(found.created)}，变更 {len(found.changed)}，未变 {found.unchanged}；没有写入")
    return 0


def _drafts(path: pathlib.Path) -> int:
    from tongban.catalogue.actions import import_drafts
    from tongban.kernel.clock import now
    from tongban.parties.rules.actor import SYSTEM

    found = import_drafts(source=path, reason=f"导入 {path.name}", actor=SYSTEM, at=now())
    for problem in found.problems:
        print(f"! {problem}")
    numbers = f"变更单 {'、'.join(found.numbers)}：" if found.numbers else ""
    counts = f"起草 {found.drafted}，未变 {found.unchanged}，正在修改 {found.under_way}，新机构 {found.authorities}"
    print(f"✓ {numbers}{counts}，待核对 {len(found.problems)}")
    return 0
