"""Find the accounts that an import would run into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower

from tongban.parties.models import Account
from tongban.parties.rules.rows import RawRow, Row


@dataclass(frozen=True, slots=True)
class KnownAccounts:
    """Accounts by user name and the owners of e-mail addresses, in small letters, those of the file included."""

    by_username: dict[str, Account]
    emails: dict[str, str]

    def claim_email(self, row: Row, email: str, username: str) -> None:
        """Note a problem when the address belongs to another account; else the row's account has it now."""
        owner = self.emails.setdefault(email.lower(), username.lower()) if email else username.lower()
        if owner != username.lower():
            row.problem("email", f"这个邮箱已属于账号 {owner}")


def read_username(row: Row) -> str:
    """Read the row's `username` as it is stored, noting a problem when it cannot be one."""
    username = Account.normalize_username(row.text("username", longest=50))
    try:
        Account._meta.get_field("username").run_validators(username)
    except ValidationError:
        if username:
            row.problem("username", "只能用文字、数字和 @ . + - _")
    return username


def known_accounts(rows: Iterable[RawRow]) -> KnownAccounts:
    """Read, in one query, the accounts whose `username` or `email` the rows name, in any case."""
    names = {str(row.get("username", "")).strip().lower() for row in rows}
    emails = {str(row.get("email", "")).strip().lower() for row in rows} - {""}
    found = (
        Account.objects.alias(small_name=Lower("username"), small_email=Lower("email"))
        .filter(Q(small_name__in=names) | Q(small_email__in=emails))
        .select_related("official")
    )
    accounts = list(found)
    return KnownAccounts(
        {account.username.lower(): account for account in accounts},
        {account.email.lower(): account.username.lower() for account in accounts if account.email},
    )
