"""`./tongban verify-journal`: prove that no entry of the journal was changed."""

import argparse
import pathlib

from tongban.cli.arguments import published_key
from tongban.cli.environment import CommandTrouble, opened
from tongban.cli.held_keys import published_key_of_journal
from tongban.kernel.rules.note_files import last_note

NAME = "verify-journal"
HELP = "prove that no entry of the journal was changed, removed or reordered"
NEEDS_CITY = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--key", help="public key of the checkpoints, as name+hash+key (default: this installation's)")
    parser.add_argument(
        "--mirror", type=pathlib.Path, metavar="FILE", help="checkpoints that were kept elsewhere: each must still hold"
    )


def run(args: argparse.Namespace) -> int:
    """Work out every hash, place, root and signature again; exit code 1 when anything differs."""
    if args.mirror and not args.mirror.is_file():
        raise CommandTrouble(f"there is no file {args.mirror}")
    if args.mirror and last_note(args.mirror) is None:
        raise CommandTrouble(f"{args.mirror} holds no checkpoint: name the file that mirror-journal or the site wrote")
    if args.key:
        published_key("--key", args.key)
    with opened(args):
        from tqdm import tqdm

        from tongban.matters.queries.journal import tree_size
        from tongban.matters.queries.verification import verify_journal

        key = args.key or published_key_of_journal()
        with tqdm(total=tree_size(), unit=" entries", desc=NAME, leave=False) as bar:
            verdict = verify_journal(key, bar.update, mirror=args.mirror)
    for finding in verdict.findings:
        print(f"  ✗ {finding}")
    print(f"记录 {verdict.entries} 条，入树 {verdict.leaves} 条，待入树 {verdict.waiting} 条")
    print(f"检查点 {verdict.checkpoints} 个")
    if args.mirror:
        print(f"镜像   {verdict.mirrored} 个检查点")
    print(f"根哈希 {verdict.root.hex()}")
    print(f"公钥   {key}")
    print("✓ 没有一条记录被改动" if verdict.whole else "✗ 日志与其证明不符")
    return 0 if verdict.whole else 1
