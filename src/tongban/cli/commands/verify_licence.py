"""`./tongban verify-licence`: check the file of a licence or of a copy with nothing but published keys."""

import argparse
import hashlib
import json
import pathlib

from tongban.cli.arguments import bytes_of
from tongban.cli.environment import CommandTrouble, name_home, start_django

NAME = "verify-licence"
HELP = "check the file of a licence or of a copy offline, by the published keys"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=pathlib.Path, help="the PDF as it was downloaded")
    parser.add_argument("--keys", type=pathlib.Path, help="the published keys, /api/v1/keys (default: this home's)")
    parser.add_argument(
        "--ended",
        type=pathlib.Path,
        help="the signed list of what has ended, /api/v1/licences/ended, to hold it against",
    )


def run(args: argparse.Namespace) -> int:
    """Tell what the file is worth, without a database and without a network; exit code 2 when it is not genuine."""
    name_home(args)
    start_django()
    from tongban.kernel import signing
    from tongban.kernel.clock import ZONE, now
    from tongban.kernel.signing.keys import CERTIFICATE, folder_of_keys
    from tongban.licences.lifecycle import LABELS
    from tongban.licences.rules.copies import COPY_LABELS
    from tongban.licences.rules.ended import read_ended

    data = bytes_of(args.file)
    if args.keys is None and not (folder_of_keys() / CERTIFICATE).exists():
        raise CommandTrouble(
            f"{folder_of_keys()} holds no {CERTIFICATE}: name the home with --home, or the published keys with --keys"
        )
    try:
        document = json.loads(bytes_of(args.keys)) if args.keys else signing.published_keys(at=now())
        keys = signing.read_keys(document)
    except ValueError:
        raise CommandTrouble(f"{args.keys} is no document of published keys") from None
    sha256 = hashlib.sha256(data).hexdigest()
    verdict = signing.verify_pdf(data, trust=keys.trust)
    print(f"SHA-256 {sha256}")
    if not verdict.valid:
        print(f"✗ {verdict.reason}")
        return 2
    print(f"签名人 {verdict.signer}")
    if verdict.stamped_at is not None:
        print(f"时间戳 {verdict.stamped_at.astimezone(ZONE):%Y-%m-%d %H:%M:%S}")
    if args.ended is None:
        print("✓ 文件完整，签名有效。现在是否有效请联网核验，或用 --ended 给出失效名单")
        return 0
    try:
        ended = read_ended(bytes_of(args.ended).decode(), keys.journal)
    except ValueError:
        raise CommandTrouble(f"{args.ended} is no list of what has ended that these keys signed") from None
    as_of = f"{ended.at.astimezone(ZONE):%Y-%m-%d %H:%M}"
    if sha256 in ended.states:
        state, words = ended.states[sha256], {**COPY_LABELS, **LABELS}
        print(f"✗ 文件完整，但截至 {as_of} 已不在有效状态：{words.get(state, (state, state))[0]}")
        return 2
    print(f"✓ 文件完整，签名有效，截至 {as_of} 不在失效名单中")
    return 0
