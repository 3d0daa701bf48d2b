"""How somebody signs in: accounts of people, and tokens of people and of systems."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext_lazy as _


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts with hashed passwords."""

    def create_user(self, username: str, email: str = "", password: str | None = None, **more: Any) -> Account:
        """Store a new account; without a password nobody can sign in to it by password."""
        account = self.model(
            username=self.model.normalize_username(username), email=self.normalize_email(email), **more
        )
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """A sign-in (账号). `is_staff` opens the reference data and is set for administrators only.

    `large_print` shows every page in the mode for elders (长者模式) wherever the account signs in.
    """

    username = models.CharField(
        _("用户名"),
        max_length=50,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("这个用户名已被使用，请换一个。")},
    )
    email = models.EmailField(_("电子邮箱"), blank=True)
    person = models.OneToOneField(
        "parties.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="account"
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    large_print = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")
        constraints = [
            models.UniqueConstraint(Lower("username"), name="account_username_once_in_any_case"),
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="account_email_once_in_any_case"),
        ]
        # What sign-in looks for, and the lock-out with it.
        indexes = [
            models.Index(Upper("username"), name="account_username_in_capitals"),
            models.Index(fields=["email"], name="account_email_as_written"),
        ]

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Tell whether the account may change reference data: administrators may, nobody else."""
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        """Tell whether the account may open an app's reference data: administrators may, nobody else."""
        return self.is_active and self.is_staff

    def get_full_name(self) -> str:
        """Return the name of the person or, without one, of the sign-in."""
        return self.person.name if self.person else self.username

    def get_short_name(self) -> str:
        """Return the name of the sign-in."""
        return self.username


class ClientSystem(models.Model):
    """Another system that calls our interfaces (接入系统), answerable to an authority."""

    key = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=200)
    authority = models.ForeignKey(
        "parties.Authority", on_delete=models.PROTECT, null=True, blank=True, related_name="client_systems"
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("接入系统")
        verbose_name_plural = _("接入系统")

    def __str__(self) -> str:
        return self.name


class AccessToken(models.Model):
    """A secret by which a program acts for an account or a system (访问令牌); only its SHA-256 is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, blank=True, related_name="access_tokens")
    client_system = models.ForeignKey(
        ClientSystem, on_delete=models.CASCADE, null=True, blank=True, related_name="access_tokens"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("访问令牌")
        verbose_name_plural = _("访问令牌")
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, client_system__isnull=True)
                | Q(account__isnull=True, client_system__isnull=False),
                name="token_has_one_owner",
            )
        ]

    def __str__(self) -> str:
        return self.name
