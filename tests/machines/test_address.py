"""Every address that libpq reads is read, and means the same to Django as to libpq."""

from typing import Any

import pytest
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Conninfo

from tongban.cli.environment import CommandTrouble, database_of
from tongban.kernel import database
from tongban.kernel.database import PATIENCE, UnreadableAddress

ADDRESSES = {
    "postgresql:///tongban": {"dbname": "tongban"},
    "postgresql://": {"dbname": "tongban"},
    "postgres://h": {"host": "h", "dbname": "tongban"},
    "postgresql://u@/d?host=/run/pg": {"user": "u", "dbname": "d", "host": "/run/pg"},
    "postgresql://%2Frun%2Fpg/d": {"dbname": "d", "host": "/run/pg"},
    "postgresql://u:p%40%2F%3A@h:6000/d": {
        "user": "u",
        "password": "p@/:",
        "host": "h",
        "port": "6000",
        "dbname": "d",
    },
    "postgresql://[2001:db8::1]:6000/d": {"host": "2001:db8::1", "port": "6000", "dbname": "d"},
    "postgresql://h/d?user=u&password=p": {"host": "h", "dbname": "d", "user": "u", "password": "p"},
    "postgresql://u@h1:5432,h2:5433,h3:5434/d?target_session_attrs=read-write": {
        "user": "u",
        "host": "h1,h2,h3",
        "port": "5432,5433,5434",
        "dbname": "d",
        "target_session_attrs": "read-write",
    },
    "postgresql://u@h/d?sslmode=verify-full&sslrootcert=/etc/ssl/ca.pem": {
        "user": "u",
        "host": "h",
        "dbname": "d",
        "sslmode": "verify-full",
        "sslrootcert": "/etc/ssl/ca.pem",
    },
    "postgresql://h/d?ssl=true": {"host": "h", "dbname": "d", "sslmode": "require"},
    "postgresql://u@h/d?options=-c%20search_path%3Dcity": {
        "user": "u",
        "host": "h",
        "dbname": "d",
        "options": "-c search_path=city",
    },
    "postgresql://?service=city": {"service": "city"},
    "host=a,b port=1,2 dbname='my city' user=u password='p q' passfile=/etc/pgpass": {
        "host": "a,b",
        "port": "1,2",
        "dbname": "my city",
        "user": "u",
        "password": "p q",
        "passfile": "/etc/pgpass",
    },
    "postgresql://h/d?connect_timeout=30&keepalives_idle=60": {
        "host": "h",
        "dbname": "d",
        "connect_timeout": "30",
        "keepalives_idle": "60",
    },
}
OURS = ("server_side_binding", "prepare_threshold")


def seen_by_libpq(settings: dict[str, Any]) -> dict[str, str]:
    """Return what Django hands to libpq, without what we add for our own patience."""
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    told = {libpq: settings[django] for django, libpq in names.items() if settings[django]}
    options = {name: value for name, value in settings["OPTIONS"].items() if name not in OURS}
    return told | {name: value for name, value in options.items() if value != PATIENCE.get(name)}


class TestAddress:
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_means_to_django_what_it_means_to_libpq(self, address: str) -> None:
        assert seen_by_libpq(database.database_of(address)) == ADDRESSES[address]

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_is_read_as_libpq_reads_it(self, address: str) -> None:
        assert ADDRESSES[address].items() >= conninfo_to_dict(address).items()

    def test_may_carry_every_parameter_that_libpq_has(self) -> None:
        known = [option.keyword.decode() for option in Conninfo.get_defaults()]
        ours = {"dbname", "user", "password", "host", "port", "service"}

        for name in known:
            options = database.database_of(f"host=h {name}=1")["OPTIONS"] if name not in ours else {name: "1"}
            assert options[name] == "1"

    def test_gives_up_a_host_that_is_gone_within_ten_seconds(self) -> None:
        options = database.database_of("postgresql://h/d")["OPTIONS"]

        silent = int(options["keepalives_idle"]) + int(options["keepalives_interval"]) * int(
            options["keepalives_count"]
        )
        assert silent <= 10
        assert int(options["tcp_user_timeout"]) <= 10_000

    @pytest.mark.parametrize(
        "address",
        [
            "postgresql://clerk:hush@h/d?bogus=1",
            "postgresql://clerk:hush@h:x:y/d?=",
            "host=h password=hush' dbname",
            "mysql://clerk:hush@h/d",
            "postgresql://clerk:hu%zzsh@h/d",
        ],
    )
    def test_that_cannot_be_read_is_refused_without_being_repeated(
        self, address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", address)

        with pytest.raises(UnreadableAddress) as refused:
            database.database_of(address)
        with pytest.raises(CommandTrouble, match=r"^DATABASE_URL ") as trouble, database_of(tmp_path):
            pass

        for told in (str(refused.value), str(trouble.value)):
            assert not any(secret in told for secret in ("hush", "clerk", "hu%zzsh"))
