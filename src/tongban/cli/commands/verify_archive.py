"""`./tongban verify-archive`: check the package of a closed case with nothing but the package."""

import argparse
import pathlib

from tongban.cli.arguments import bytes_of
from tongban.cli.environment import name_home, start_django

NAME = "verify-archive"
HELP = "check the package of an archived case offline: hashes, signatures, journal and proofs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=pathlib.Path, help="the package (ZIP)")
    parser.add_argument(
        "--key", default="", help="published key of the journal, as name+hash+key (default: the package's)"
    )


def run(args: argparse.Namespace) -> int:
    """Work out everything again, without a database and without a network; exit code 2 when anything is wrong."""
    name_home(args)
    start_django()
    from tongban.cases.rules.archive_check import check
    from tongban.kernel.signing import verify_pdf

    verdict = check(bytes_of(args.file), lambda pdf, authority: verify_pdf(pdf, authority).reason, args.key)
    for finding in verdict.findings:
        print(f"  ✗ {finding}")
    if verdict.number:
        print(f"办件 {verdict.number}")
        print(f"文件 {verdict.files} 个，签名的 PDF {verdict.signatures} 个，办理记录 {verdict.entries} 条")
        print(f"公钥 {verdict.key}" + ("" if args.key else "（取自归档包，请与公布的公钥核对）"))
    print("✓ 归档包完整，没有被改动" if verdict.whole else "✗ 归档包不可信")
    return 0 if verdict.whole else 2
