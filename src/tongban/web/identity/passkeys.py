"""The question with which a passkey is added, in our words."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(AddWebAuthnForm):
    """A name for the key, and whether it signs in by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("给它起个名字")
        self.fields["name"].help_text = _("例如“我的手机”，丢了好知道停用哪一个。")
        self.fields["passwordless"].label = _("可以不输密码直接登录")
        self.fields["passwordless"].help_text = ""
        self.fields["passwordless"].initial = True
