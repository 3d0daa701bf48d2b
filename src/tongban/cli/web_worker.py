"""What a worker process of the web server loads: the application, tied to the life of the server."""

import os
import signal

from django.core.servers.basehttp import get_internal_wsgi_application

from tongban.cli.children import die_with_parent
from tongban.kernel.figures import forget_dead_processes

die_with_parent(signal.SIGKILL)  # or an orphan would keep the port after the server was killed
forget_dead_processes()

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
application = get_internal_wsgi_application()
