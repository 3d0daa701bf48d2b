"""The sign-in page: password, passkey, an outside provider; in a demonstration, accounts that may be tried."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.views import LoginView
from django.utils.translation import gettext_lazy as _

from tongban.web.demo_accounts import demo_accounts
from tongban.web.doorkeeper import public
from tongban.web.identity.ways import outside_ways


class SignInForm(LoginForm):
    """User name or e-mail, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("用户名或电子邮箱")
        self.fields["password"].label = _("密码")
        self.fields["password"].help_text = ""
        if self.initial.get("login"):
            self.fields["login"].widget.attrs.pop("autofocus", None)
            self.fields["password"].widget.attrs["autofocus"] = True
        if "remember" in self.fields:
            self.fields["remember"].label = _("在这台设备上保持登录（公用电脑请不要选）")


class SignIn(LoginView):
    """The sign-in page."""

    def get_initial(self) -> dict[str, Any]:
        """Fill in the demo account that was chosen."""
        initial: dict[str, Any] = super().get_initial()
        if chosen := self.request.GET.get("as"):
            initial["login"] = chosen[:150]
        return initial

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the outside providers, and the accounts of the demonstration; elsewhere there are none."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        accounts = demo_accounts()
        passwords = {each.password for each in accounts}
        return context | {
            "demo_accounts": accounts,
            "demo_password": passwords.pop() if len(passwords) == 1 else "",
            "outside": outside_ways(self.request),
        }


sign_in = public(SignIn.as_view())
