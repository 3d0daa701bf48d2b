"""The database that an address names, as Django takes it, in every form that libpq reads; and whether it is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from psycopg import Error

# A host that is gone without a word is given up within some ten seconds, not when the system's own patience ends:
# nobody answers the connection (connect_timeout), an order (tcp_user_timeout), or while we wait (keepalives).
PATIENCE = {
    "connect_timeout": "5",
    "tcp_user_timeout": "10000",  # ms
    "keepalives_idle": "4",
    "keepalives_interval": "2",
    "keepalives_count": "3",
}
# What a server says before it leaves us: it is stopped, it crashed, it is only starting, or it is a primary no more.
# All of 08 is a connection that broke.
_LEAVING = ("08", "57P01", "57P02", "57P03", "25006")


class UnreadableAddress(ValueError):
    """The address is none that libpq reads; the message names no part of it, for it may hold the password."""


def database_of(address: str) -> dict[str, Any]:
    """Return the settings of the database that a postgresql:// address or a line of `name=value` names.

    Several hosts, a socket folder, sslmode, target_session_attrs, service and all other parameters of libpq (18) keep
    their meaning. Without a name it is `tongban`. Raises UnreadableAddress.
    """
    named = address_parts(address)
    fallback = "" if "service" in named else "tongban"
    return {
        "ENGINE": "tongban.kernel.postgresql",
        "NAME": named.pop("dbname", fallback),
        "USER": named.pop("user", ""),
        "PASSWORD": named.pop("password", ""),
        "HOST": named.pop("host", ""),
        "PORT": named.pop("port", ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**PATIENCE, **named, "server_side_binding": True, "prepare_threshold": 3},
    }


def address_parts(address: str) -> dict[str, str]:
    """Return the parameters that the address names, by libpq's names. Raises UnreadableAddress."""
    if not address:
        return {}
    # late: commands that ask no database read this module too
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        return {name: str(value) for name, value in conninfo_to_dict(address).items() if value not in (None, "")}
    except ProgrammingError as error:
        reason = str(error).split('"')[0].strip(" :")
        raise UnreadableAddress(reason) from None


def is_away(error: Error) -> bool:
    """Tell whether it says that the database is away: nobody answers, the connection broke, or no primary answers.

    A deadlock, a timeout or a full disk is an answer, although psycopg calls it an OperationalError too.
    """
    from psycopg import InterfaceError, OperationalError  # late: see address_parts

    if error.sqlstate is None:
        return isinstance(error, OperationalError | InterfaceError)
    return error.sqlstate.startswith(_LEAVING)


def first_line(error: BaseException) -> str:
    """Return the first line of what an error says, or its name where it says nothing."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
