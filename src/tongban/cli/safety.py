"""What a real installation may not be run with, in one place: `serve` and `worker` refuse it, the doctor tells it.

A demonstration (TONGBAN_DEMO=1) is free of these rules, because nothing in it is anybody's.
"""

from __future__ import annotations

import ipaddress
import os
import pathlib
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tongban.cli.environment import CommandTrouble
from tongban.cli.postgres_places import say

LEAST_SECRET = 50
LEAST_LETTERS = 10
# Names under which nobody outside reaches a machine (RFC 6761, RFC 8375, RFC 9476 and common habit).
_INTERNAL = (".localhost", ".local", ".internal", ".test", ".home.arpa", ".lan", ".example", ".invalid")


@dataclass(frozen=True, slots=True)
class Danger:
    """What is dangerous and what to do, in both languages; `refused` where nothing is served with it."""

    refused: bool
    zh: str
    en: str


def dangers() -> Iterator[Danger]:
    """Yield what this installation should not be run with; call it inside `opened`, on a migrated database."""
    from django.conf import settings

    if settings.DEMO:
        return
    for rule in RULES:
        yield from rule(settings)


def refuse_dangers() -> None:
    """Say what should be mended, and raise CommandTrouble where it must be mended first."""
    found = list(dangers())
    for danger in found:
        if not danger.refused:
            say(f"warning: {danger.en}")
    refused = [danger.en for danger in found if danger.refused]
    if refused:
        raise CommandTrouble("; ".join(refused))


def _clock(settings: Any) -> Iterator[Danger]:
    if os.environ.get("TONGBAN_DEMO_CLOCK"):
        yield Danger(
            True,
            "设置了演示时钟 TONGBAN_DEMO_CLOCK：期限会算错，请去掉",
            "TONGBAN_DEMO_CLOCK shifts the clock, so every due date is wrong: unset it",
        )


def _debug(settings: Any) -> Iterator[Danger]:
    if settings.DEBUG:
        yield Danger(
            True,
            "调试模式已打开，出错页会显示内部数据：请去掉 TONGBAN_DEBUG",
            "TONGBAN_DEBUG shows what is inside to whoever meets an error: unset it",
        )


def _secret(settings: Any) -> Iterator[Danger]:
    key = settings.SECRET_KEY
    if len(key) < LEAST_SECRET or len(set(key)) < LEAST_LETTERS or key.startswith("django-insecure"):
        yield Danger(
            True,
            f"网站密钥 TONGBAN_SECRET_KEY 太短或太简单：请换成至少 {LEAST_SECRET} 个随机字符，或删去由系统生成",
            f"TONGBAN_SECRET_KEY is too easily guessed: give {LEAST_SECRET} random letters, or let the system make it",
        )


def _hosts(settings: Any) -> Iterator[Danger]:
    if "*" in settings.ALLOWED_HOSTS:
        yield Danger(
            True,
            "TONGBAN_HOSTS 为 *，任何域名都会被应答：请写明域名",
            "TONGBAN_HOSTS is *, so that any name is answered: name the hosts",
        )


def _in_the_clear(settings: Any) -> Iterator[Danger]:
    address = urlsplit(settings.PUBLIC_URL)
    names = [name for name in [address.hostname or "", *settings.ALLOWED_HOSTS] if name != "*" and not internal(name)]
    if names and address.scheme != "https":
        yield Danger(
            True,
            f"对外域名 {names[0]} 使用 http，密码会被窃听：请配置 https 并设置 TONGBAN_PUBLIC_URL",
            f"{names[0]} is public and TONGBAN_PUBLIC_URL is not https, so passwords travel in the clear: serve it by "
            "https behind a proxy, and say so in TONGBAN_PUBLIC_URL",
        )


def internal(name: str) -> bool:
    """Tell whether a host's name or address reaches no further than a machine or its own network."""
    bare = name.strip("[].").lower()
    try:
        return ipaddress.ip_address(bare).is_private
    except ValueError:
        return "." not in bare or f".{bare}".endswith(_INTERNAL)


def _keys(settings: Any) -> Iterator[Danger]:
    folder = pathlib.Path(settings.HOME) / "keys"
    for path in sorted([folder, *folder.rglob("*")]):
        mode = path.stat().st_mode
        # What the folder keeps from others, its files need not.
        if path.is_dir() or not mode & stat.S_IRWXO or not folder.stat().st_mode & stat.S_IXOTH:
            continue
        yield Danger(
            True,
            f"本机其他用户可以读取密钥 {path}：请运行 chmod -R o-rwx {folder}",
            f"everybody on this machine may read {path}: run chmod -R o-rwx {folder}",
        )
        return


def _demo_accounts(settings: Any) -> Iterator[Danger]:
    from tongban.cli.city import demo_usernames
    from tongban.cli.commands.demo import CITY
    from tongban.cli.story.script import PASSWORD
    from tongban.parties.queries import accounts_with_password

    count = accounts_with_password(demo_usernames(CITY), PASSWORD)
    if count:
        yield Danger(
            True,
            f"有 {count} 个账号使用公开的演示密码：请另建环境，或停用这些账号",
            f"{count} accounts have the public password of the demo: use another home, or deactivate them",
        )


def _mail(settings: Any) -> Iterator[Danger]:
    if settings.EMAIL_BACKEND.endswith((".filebased.EmailBackend", ".console.EmailBackend", ".dummy.EmailBackend")):
        yield Danger(
            False,
            "电子邮件只写入本机文件，不会发出：请设置 TONGBAN_EMAIL_BACKEND",
            "e-mail is only written to a file and reaches nobody: set TONGBAN_EMAIL_BACKEND",
        )


def _role(settings: Any) -> Iterator[Danger]:
    # Over a socket it is our own server, or the machine's, which knows us by the system's account.
    if settings.DATABASES["default"]["HOST"].startswith("/"):
        return
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        (superuser,) = cursor.fetchone()
    if superuser:
        yield Danger(
            False,
            "连接数据库的角色是超级用户：请改用只拥有本系统数据库的角色",
            "the database is used as its superuser: use a role that owns this database and nothing else",
        )


# From what needs the settings alone to what asks the database.
RULES: tuple[Callable[[Any], Iterator[Danger]], ...] = (
    _clock,
    _debug,
    _secret,
    _hosts,
    _in_the_clear,
    _keys,
    _mail,
    _demo_accounts,
    _role,
)
