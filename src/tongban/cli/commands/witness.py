"""`./tongban witness`: co-sign the journals of others, so that nobody is shown two histories."""

import argparse
import pathlib

from tongban.cli.arguments import published_key
from tongban.cli.environment import CommandTrouble, name_home, start_django

NAME = "witness"
HELP = "co-sign the journals of others (C2SP tlog-witness); needs no database"
PORT = 8090


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--state", type=pathlib.Path, required=True, help="file of what was co-signed last; never lose it"
    )
    parser.add_argument("--name", required=True, help="name of this witness, such as witness.example.cn")
    parser.add_argument(
        "--log", action="append", required=True, metavar="KEY", help="key of a journal to witness (may be repeated)"
    )
    parser.add_argument("--key", type=pathlib.Path, help="file of the private key (default: the state's name and .key)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default: %(default)s)")
    parser.add_argument("--port", type=int, default=PORT, help="port to listen at (default: %(default)s)")


def run(args: argparse.Namespace) -> int:
    """Serve until it is ended."""
    name_home(args)
    start_django()
    from tongban.cli.witness_server import StateTrouble, WitnessServer, cosigner_of, heads_in
    from tongban.kernel.rules.signed_note import ED25519

    logs = [published_key("--log", each) for each in args.log]
    if any(each.algorithm != ED25519 for each in logs):
        raise CommandTrouble("--log takes the key of a journal, not that of a witness")
    try:
        cosigner = cosigner_of(args.name, args.key or args.state.with_name(f"{args.state.name}.key"))
        with heads_in(args.state) as heads:
            server = WitnessServer((args.host, args.port), cosigner=cosigner, logs=logs, heads=heads, told=_say)
            with server:
                _say(f"http://{args.host}:{server.server_address[1]}")
                _say(f"key {cosigner.verifier.vkey}")
                server.serve_forever()
    except (StateTrouble, ValueError, OSError) as trouble:
        raise CommandTrouble(str(trouble)) from None
    return 0


def _say(line: str) -> None:
    print(line, flush=True)
