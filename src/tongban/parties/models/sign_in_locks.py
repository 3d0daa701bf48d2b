"""How often a password was tried in vain, and until when signing in by password is shut for it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignInLock(models.Model):
    """Wrong passwords of one subject (登录锁定): an account, a name that no account has, an address, an open session.

    Names and addresses stand here as keyed hashes. `locked_until` is set by the try that was one too many; open
    sessions go on, and other ways to sign in stay open.
    """

    subject = models.CharField(max_length=80, unique=True)
    account = models.ForeignKey("parties.Account", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    tries = models.PositiveIntegerField()
    tried_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("登录锁定")
        verbose_name_plural = _("登录锁定")

    def __str__(self) -> str:
        return self.subject
