"""The WSGI application that granian or gunicorn serves: Django behind its queue."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
_django = get_wsgi_application()

from tongban.web.admission import Admission  # noqa: E402 - it reads the language, for which Django must be set up

application = Admission(
    _django, at_work=settings.WEB_AT_WORK, waiting=settings.WEB_WAITING, patience=settings.WEB_PATIENCE_SECONDS
)
