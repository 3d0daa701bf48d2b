"""What a log may hold of people: nothing. The last defence, for all that is logged, in one place.

Code logs kinds and numbers of cases, never people. What slips through is an exception that repeats a value, of the
database above all; so what an exception says is stripped of whatever could be somebody's, and every line of what looks
like a number, an address or a secret.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
import types
from collections.abc import Callable

GONE = "…"

_ANYWHERE = (
    # Identity numbers and telephones, whole or within a longer word; the numbers of cases carry dashes or letters.
    re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])"),
    re.compile(r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9][0-9]{9}(?![0-9A-Za-z])"),
    re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"),
    re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"),
    re.compile(r"(?i)(?<=bearer )[A-Za-z0-9._~+/=-]{8,}"),
    # Cookies, by their names over http (sessionid, csrftoken) and over https (__Host-session, __Host-csrf).
    re.compile(r"(?i)(?:(?<=sessionid=)|(?<=csrftoken=)|(?<=__Host-session=)|(?<=__Host-csrf=))[A-Za-z0-9]+"),
    # A job of the queue is told with all that it was given.
    re.compile(r"(?<=\])\((?:name|timestamp)=.*\)(?=\s|$)"),
)
# What an exception says of a value: in quotes or parentheses, in Chinese, or a long number.
_IN_MESSAGES = (
    re.compile(r"'(?![A-Za-z_][A-Za-z0-9_.]*')(?:[^'\\]|\\.)*'|(?<=: )\"(?:[^\"\\]|\\.)*\""),
    re.compile(r"(?<==)\(.*\)"),
    re.compile(r"[\u3400-\u9fff][\u3400-\u9fff\u3000-\u303f\uff00-\uffef0-9A-Za-z·]*"),
    re.compile(r"[0-9][0-9A-Za-z]{6,}"),
)
# What the database adds to an error is the row itself.
_OF_THE_ROW = re.compile(r"^(DETAIL|CONTEXT|QUERY|LINE \d+|Failing row):.*", re.DOTALL | re.MULTILINE)


def redacted(text: str) -> str:
    """Return a line of a log without what looks like somebody's number, address or secret."""
    for each in _ANYWHERE:
        text = each.sub(GONE, text)
    return text


def redacted_message(text: str) -> str:
    """Return what an exception says, without the values that it says it of."""
    text = _OF_THE_ROW.sub(lambda found: f"{found[1]}: {GONE}", text)
    for each in _IN_MESSAGES:
        text = each.sub(GONE, text)
    return redacted(text)


class RedactingFormatter(logging.Formatter):
    """Write a record of the log as its format says, redacted; of exceptions the way that they came, and their kind."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines of the record."""
        # What another handler kept of the exception is the whole of it.
        kept, record.exc_text = record.exc_text, None
        try:
            return redacted(super().format(record))
        finally:
            record.exc_text = kept

    def formatException(self, ei: object) -> str:
        """Return the frames of an exception and of what led to it, with what each says redacted."""
        error = ei[1] if isinstance(ei, tuple) else None
        return told(error) if isinstance(error, BaseException) else ""


def told(error: BaseException) -> str:
    """Return an exception as Python prints it, what it says redacted; source lines are ours and stay."""
    return "\n".join(_told(traceback.TracebackException.from_exception(error)))


def _told(error: traceback.TracebackException) -> list[str]:
    lines = []
    if error.__cause__ is not None:
        lines += [*_told(error.__cause__), "", "The above exception was the direct cause of the following:", ""]
    elif error.__context__ is not None and not error.__suppress_context__:
        lines += [*_told(error.__context__), "", "During its handling another exception came:", ""]
    lines.append("Traceback (most recent call last):")
    lines += [line.rstrip("\n") for line in error.stack.format()]
    said = "".join(error.format_exception_only())
    kind, colon, message = said.rstrip("\n").partition(": ")
    lines.append(f"{redacted(kind)}{colon}{redacted_message(message)}")
    for each in error.exceptions or ():
        lines += _told(each)
    return lines


def redact_crashes() -> None:
    """Let what ends a process or a thread be told in the same way."""

    def crashed(kind: type[BaseException], error: BaseException, frames: types.TracebackType | None) -> None:
        sys.stderr.write(f"{told(error)}\n")

    def thread_crashed(of: threading.ExceptHookArgs) -> None:
        if of.exc_value is not None and of.exc_type is not SystemExit:
            sys.stderr.write(f"{told(of.exc_value)}\n")

    hook: Callable[..., None] = crashed
    sys.excepthook, threading.excepthook = hook, thread_crashed
