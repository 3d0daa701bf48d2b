"""Our settings, and beside them what the peers need to run in the same process and the same database."""

import copy
import importlib.util

from tongban.settings import *  # noqa: F403
from tongban.settings import DATABASES, INSTALLED_APPS

if importlib.util.find_spec("viewflow") is not None:
    INSTALLED_APPS = [*INSTALLED_APPS, "viewflow.workflow", "bench"]

# Django as it comes: binding on the client's side, nothing prepared. The peers that stand on Django use it.
DATABASES["as_it_comes"] = {**copy.deepcopy(DATABASES["default"]), "ENGINE": "django.db.backends.postgresql"}
for option in ("server_side_binding", "prepare_threshold"):
    DATABASES["as_it_comes"]["OPTIONS"].pop(option, None)  # type: ignore[attr-defined]
