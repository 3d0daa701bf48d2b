"""Django as it comes: binding on the client's side, nothing prepared, and no middleware but what a token needs."""

from bench.settings import *  # noqa: F403
from bench.settings import DATABASES

DATABASES = {"default": DATABASES["as_it_comes"]}
ROOT_URLCONF = "bench.decide.plain"
# allauth will not start without its own.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
