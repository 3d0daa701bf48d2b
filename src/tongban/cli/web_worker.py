"""What a worker process of the web server loads: the application, tied to the life of the server."""

import signal

from tongban.cli.children import die_with_parent

die_with_parent(signal.SIGKILL)  # or an orphan would keep the port after the server was killed

from tongban.web.wsgi import application  # noqa: E402

__all__ = ["application"]
