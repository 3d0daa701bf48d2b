"""What a worker process of the web server loads: the application, tied to the life of the server."""

import gc
import os
import signal

# Loading makes much and throws little away: looking for rubbish meanwhile would take a third of the time.
gc.disable()

from django.core.servers.basehttp import get_internal_wsgi_application  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from tongban.cli.children import die_with_parent  # noqa: E402
from tongban.kernel.figures import forget_dead_processes  # noqa: E402
from tongban.kernel.redaction import redact_crashes  # noqa: E402

redact_crashes()
die_with_parent(signal.SIGKILL)  # or an orphan would keep the port after the server was killed
forget_dead_processes()

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
application = get_internal_wsgi_application()
_pages = get_resolver().url_patterns  # or whoever comes first would wait until they are loaded
gc.freeze()
gc.enable()
