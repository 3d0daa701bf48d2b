"""Django's PostgreSQL backend, made cheap for what every request and every step ask of it."""

from __future__ import annotations

import select
import sys
import time
from typing import Any

from django.db.backends.postgresql import base

# How long a connection that answered is taken to be there still, as long as nothing comes from the other end.
TRUSTED_SECONDS = 1.0
# The driver keeps how it translated a statement (%s to $1) up to 4 KB and 50 values. A step is one statement of all
# its rows, somewhat longer, and its few shapes come again and again. These are the driver's own affairs: one that calls
# them otherwise works as well, only slower, and a test tells.
for _name, _most in (("MAX_CACHED_STATEMENT_LENGTH", 32 * 1024), ("MAX_CACHED_STATEMENT_PARAMS", 400)):
    if hasattr(sys.modules.get("psycopg._queries"), _name):
        setattr(sys.modules["psycopg._queries"], _name, _most)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is asked whether it is there when there is reason to: it rested, or the other end spoke."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._answered_at = float("-inf")

    def is_usable(self) -> bool:
        """Tell whether the connection works: without a round trip where it did a moment ago and nothing went wrong.

        A server that ends, or ends the connection, closes its end, which is seen here at once. What a dead line
        swallows in that moment fails as what was under way when it died.
        """
        now = time.monotonic()
        if now - self._answered_at < TRUSTED_SECONDS and not self.errors_occurred and self._is_quiet():
            return True
        usable: bool = super().is_usable()
        self._answered_at = now if usable else float("-inf")
        return usable

    def _is_quiet(self) -> bool:
        """Tell whether the server neither said anything unasked nor closed its end."""
        if self.connection is None or self.connection.closed:
            return False
        heard = select.poll()
        heard.register(self.connection.fileno(), select.POLLIN)
        return not heard.poll(0)
