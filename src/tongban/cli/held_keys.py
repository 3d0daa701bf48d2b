"""Whether the keys that a database was used with are held here, asked before any is made in their place."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

from tongban.cli.environment import CommandTrouble
from tongban.cli.safety import Danger

JOURNAL = "journal-key.pem"


def missing_keys() -> Iterator[Danger]:
    """Yield each sort of key that is not held; call it inside `opened`.

    Without the sealing key nothing personal is read, and with another journal's key what is signed from now on
    contradicts what was signed: a restored house must not go on with keys that it makes itself.
    """
    from django.conf import settings
    from django.db import connection

    from tongban.kernel.queries import sealing_keys_not_held
    from tongban.kernel.sealing.ring import VARIABLE, RingTrouble
    from tongban.kernel.secrets import secret_file
    from tongban.matters.queries.verification import newest_is_signed_by

    try:
        names = ", ".join(sealing_keys_not_held())
    except RingTrouble as trouble:
        yield Danger(True, f"加密密钥无法读取：{trouble}", str(trouble))
    else:
        if names:
            path = secret_file(VARIABLE, settings.HOME, "sealing-keys")
            yield _missing(f"{path}（{names}）", f"{path} with {names}")
    if "matters_checkpoint" in connection.introspection.table_names():
        place, held = _key_of_journal()
        if not newest_is_signed_by(held):
            yield _missing(str(place), str(place))


def refuse_missing_keys() -> None:
    """Raise CommandTrouble, and make no key, where one is missing that the database was used with."""
    for missing in missing_keys():
        raise CommandTrouble(missing.en)


def published_key_of_journal() -> str:
    """Return the key by which this house's journal is checked; call it inside `opened`.

    Raises CommandTrouble, and makes none, where the journal was signed and its key is not held.
    """
    from tongban.kernel.signing import journal_key
    from tongban.matters.queries.verification import newest_is_signed_by

    place, held = _key_of_journal()
    if held is None and not newest_is_signed_by(None):
        raise CommandTrouble(
            f"the key of this journal is not held: put {place} there, or name the published one by --key"
        )
    return held or journal_key().vkey


def _key_of_journal() -> tuple[pathlib.Path, str | None]:
    """Return where the journal's key belongs and its public half, None where none is held; none is made."""
    from django.conf import settings

    from tongban.kernel.signing import journal_key

    place = settings.HOME / "keys" / JOURNAL
    return place, journal_key().vkey if place.exists() else None


def _missing(zh: str, en: str) -> Danger:
    return Danger(
        True,
        f"这里没有这个数据库一直使用的密钥 {zh}：请从原来的机器或密钥备份中复制过来",
        f"the key that this database was used with is not held: put {en} of the old machine, or of its backup, there",
    )
