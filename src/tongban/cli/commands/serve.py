"""`./tongban serve`: the site and its job worker, on this machine."""

import argparse
import os

from tongban.cli.environment import opened
from tongban.cli.safety import refuse_dangers
from tongban.cli.site import Site, free_port_or_trouble, prepare

NAME = "serve"
HELP = "serve the site and work off its jobs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1, help="web processes (default: 1)")
    parser.add_argument(
        "--no-worker", action="store_true", help="start no job worker: `./tongban worker` runs elsewhere"
    )


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted; exit code 2 with the holder's name when the port is taken."""
    free_port_or_trouble(args.host, args.port)
    os.environ.setdefault("TONGBAN_PUBLIC_URL", f"http://127.0.0.1:{args.port}")
    with opened(args) as house:
        prepare(house)
        refuse_dangers()
        site = Site(house, host=args.host, port=args.port, workers=args.workers, jobs=not args.no_worker)
        site.start()
        try:
            site.wait_until_ready()
            print(f"✓ 网站已在 {site.address} 提供服务（按 Ctrl-C 结束）", flush=True)
            site.run()
        finally:
            site.stop()
    return 0
