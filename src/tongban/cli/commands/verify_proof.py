"""`./tongban verify-proof`: check the proof of a case with nothing but the file and a key."""

import argparse
import pathlib

from tongban.cli.arguments import bytes_of, published_key
from tongban.cli.environment import CommandTrouble, name_home, start_django

NAME = "verify-proof"
HELP = "check the proof of a case offline: signature, places in the journal, witnesses"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=pathlib.Path, help="the proof (JSON), as a citizen downloads it")
    parser.add_argument("--key", default="", help="published key of the journal (default: the proof's own)")
    parser.add_argument(
        "--witness", action="append", default=[], metavar="KEY", help="key of a witness that must have co-signed"
    )


def run(args: argparse.Namespace) -> int:
    """Work out everything again, without a database and without a network; exit code 1 when anything is wrong."""
    name_home(args)
    start_django()
    from tongban.matters.rules.proofs import check_proof

    witnesses = [published_key("--witness", each) for each in args.witness]
    if args.key:
        published_key("--key", args.key)
    checked = check_proof(bytes_of(args.file), args.key, witnesses)
    if not checked.is_proof:
        raise CommandTrouble(f"{args.file} is no proof: {checked.findings[0]}")
    seen = dict(checked.witnessed)
    missing = [each.name for each in witnesses if each.name not in seen]
    for line in checked.entries:
        mark = "✓" if line.holds else "✗"
        what = f"{line.recorded_at:%Y-%m-%d %H:%M:%S}Z {line.verb} → {line.state}"
        print(f"  {mark} 第 {line.place} 步 {what}（日志第 {line.index + 1} 条）")
    for finding in [*checked.findings, *(f"见证人 {name} 没有联署" for name in missing)]:
        print(f"  ✗ {finding}")
    if checked.signed:
        print(f"办件 {checked.number}，日志 {checked.signed.origin} 共 {checked.signed.size} 条")
    for name, at in checked.witnessed:
        print(f"见证人 {name} 于 {at:%Y-%m-%d %H:%M:%S}Z 联署")
    if checked.key:
        print(f"公钥 {checked.key}" + ("" if args.key else "（取自证明文件，请与公布的公钥核对）"))
    whole = checked.whole and not missing
    print("✓ 办理记录是真的，没有被改动" if whole else "✗ 这份证明不能采信")
    return 0 if whole else 1
