"""Collect the static files, and print what clients need: the demo city's story and a token for each of its people."""

import json

from tongban.cli.environment import start_django


def main() -> None:
    """Do both; what is printed is JSON."""
    start_django()
    from tests.faults.harness.prepare import script
    from tongban.cli.preparation import collect_static

    collect_static()
    print(json.dumps(script()))


if __name__ == "__main__":
    main()
