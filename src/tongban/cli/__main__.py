"""`./tongban <command>`: finds the commands in `commands/`, one file each, and runs the one named."""

from __future__ import annotations

import argparse
import errno
import importlib
import pathlib
import pkgutil
import signal
import sys
import types
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol, cast

from tongban.cli import commands
from tongban.cli.environment import CommandTrouble, PostgresTrouble
from tongban.kernel.database import first_line, is_away
from tongban.kernel.redaction import redact_crashes
from tongban.kernel.secrets import SecretTrouble

if TYPE_CHECKING:
    import psycopg

# undefined_table, undefined_column: what a release expects that the database has not yet, or has no more.
OTHER_SHAPE = ("42P01", "42703")


class Command(Protocol):
    """The shape of a file in `commands/`."""

    NAME: str
    HELP: str
    # PASSES_ON = True: what is not understood is passed on, as args.rest.
    # NEEDS_CITY = True, or a function of args: it is refused where there is none, instead of making an empty one.
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def find_commands(named: str = "") -> Iterator[Command]:
    """Yield every module of `commands/` that has a NAME, by name; of a command's name its own alone."""
    known = sorted(pkgutil.iter_modules(commands.__path__), key=lambda module: module.name)
    # A command is called as its file is, and needs not load what the others need.
    its_own = [each for each in known if each.name.replace("_", "-") == named]
    for found in its_own or known:
        module = importlib.import_module(f"{commands.__name__}.{found.name}")
        if hasattr(module, "NAME"):
            yield cast(Command, module)


def build_parser(named: str = "") -> argparse.ArgumentParser:
    """Return the parser of all commands, or of the one named where it is one; each of them takes --home."""
    parser = argparse.ArgumentParser(prog="./tongban", description="通办 Tongban")
    chosen = parser.add_subparsers(title="commands", metavar="<command>", required=True)
    for command in find_commands(named):
        one = chosen.add_parser(command.NAME, help=command.HELP, description=command.HELP, allow_abbrev=False)
        one.add_argument(
            "--home",
            type=pathlib.Path,
            metavar="DIR",
            help="folder of the database, files and keys (or TONGBAN_HOME)",
        )
        command.add_arguments(one)
        one.set_defaults(
            run=command.run,
            passes_on=getattr(command, "PASSES_ON", False),
            needs_city=getattr(command, "NEEDS_CITY", False),
        )
    return parser


def main(arguments: list[str]) -> int:
    """Run one command; trouble that people can mend is told in plain lines and answered with 2."""
    parser = build_parser(*arguments[:1])
    args, rest = parser.parse_known_args(arguments)
    args.rest = rest
    signal.signal(signal.SIGTERM, _end)
    if rest and not args.passes_on:
        parser.error(f"not understood: {' '.join(rest)}")
    try:
        return cast(int, args.run(args))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    except Exception as error:
        lines = list(_plain_words(error))
        if not lines:
            raise
        for line in lines:
            print(f"tongban: {line}", file=sys.stderr)
        return 2


def _end(number: int, frame: types.FrameType | None) -> None:
    """Leave by the way of an exception, so that what was opened is closed."""
    raise SystemExit(128 + number)


def _of_the_database(error: Exception) -> psycopg.Error | None:
    """Return psycopg's error, be it told by itself or by Django, whose cause it is then."""
    import psycopg  # late: who meets none of its errors may not need it

    met = error.__cause__ if type(error).__module__ == "django.db.utils" else error
    return met if isinstance(met, psycopg.Error) else None


def _words_of_the_database(error: psycopg.Error) -> Iterator[str]:
    """Yield what to tell of the database; nothing for a statement that is wrong."""
    import psycopg  # late: see _of_the_database

    if error.sqlstate in OTHER_SHAPE:
        yield "the database is not of this release: run ./tongban migrate"
    elif is_away(error):
        yield f"the database is away: {first_line(error)}"
    elif isinstance(error, psycopg.OperationalError):
        yield f"the database could not do it: {first_line(error)}"


def _plain_words(error: Exception) -> Iterator[str]:
    """Yield the lines that tell people what happened; none for an error of the program itself."""
    if isinstance(error, CommandTrouble | PostgresTrouble | SecretTrouble):
        yield str(error)
    elif isinstance(error, PermissionError):
        yield f"no permission for {error.filename}: run as its owner, or name another folder with --home"
    elif isinstance(error, OSError) and error.errno == errno.ENOSPC:
        yield "the disk is full"
    elif isinstance(error, OSError) and error.filename is not None:
        yield f"{error.filename}: {error.strerror}"
    elif (met := _of_the_database(error)) is not None:
        yield from _words_of_the_database(met)
    elif "tongban.kernel.errors" in sys.modules:
        from tongban.kernel.errors import BadInput, Refusal

        if isinstance(error, BadInput) and error.errors:
            yield from (f"{field}: {what}" for field, what in error.errors.items())
        elif isinstance(error, Refusal):
            yield error.reason


if __name__ == "__main__":
    redact_crashes()
    sys.exit(main(sys.argv[1:]))
