"""`./tongban import-forms PATH`: take application forms in from templates, as drafts for the form designer."""

import argparse
import pathlib

from tongban.cli.environment import CommandTrouble, opened

NAME = "import-forms"
HELP = "take application forms in as drafts: FreeMarker or HTML templates (.ftl, .html), or a JSON Schema (.json)"
NEEDS_CITY = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=pathlib.Path, metavar="PATH", help="folder or file with the templates")
    parser.add_argument("--preview", action="store_true", help="say what would be taken in, and change nothing")


def run(args: argparse.Namespace) -> int:
    """Take the forms in and say what was found; what cannot be read is told with its line, and nothing is changed."""
    if not args.path.exists():
        raise CommandTrouble(f"{args.path} is not there")
    with opened(args):
        from tongban.catalogue.actions.import_forms import files_at, import_forms, look_over_forms
        from tongban.catalogue.rules.form_import import share_taken
        from tongban.kernel.clock import now
        from tongban.kernel.errors import BadInput
        from tongban.parties.rules.actor import SYSTEM

        try:
            files = files_at(args.path)
            if args.preview:
                found, done = look_over_forms(files), "没有写入"
            else:
                taken = import_forms(files=files, actor=SYSTEM, at=now())
                found, done = list(taken.found), f"新增草稿 {taken.created}，未变 {taken.unchanged}"
        except BadInput as refused:
            raise CommandTrouble(refused.reason) from refused
    for each in found:
        for line, said in each.unfound:
            print(f"! {each.file}:{line} {said}")
        for line, said in each.notes:
            print(f"? {each.file}:{line} {said}")
    keys, fields, named = (sum(getattr(each, name) for each in found) for name in ("keys", "taken", "named"))
    print(
        f"✓ 表单 {len(found)}，字段 {keys}，有名称和分组的 {fields}（{share_taken(found):.1%}），数据项 {named}；{done}"
    )
    return 0
