"""Try a template that somebody is still writing: in a process of its own, with little time and without a network."""

import datetime as dt
import json
import os
import pathlib
import resource
import subprocess
import sys
from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from tongban.kernel.pdf import DocumentFailed, MissingGlyph, refuse_reaching_out, render_source

# The processor's time ends what has no end, the clock on the wall what waits.
MOST_CPU_SECONDS = 10
MOST_SECONDS = 20.0
MOST_BYTES = 4 << 30
# Nobody listens there.
NOWHERE = "http://127.0.0.1:9"


def try_out(source: str, data: Mapping[str, object], *, timestamp: dt.datetime) -> bytes:
    """Return what `kernel.pdf.render_source` would, with a template that may never end.

    Raises DocumentFailed with the line, MissingGlyph.
    """
    refuse_reaching_out(source)
    work = {
        "source": source,
        "data": data,
        "timestamp": timestamp.isoformat(),
        "SOURCE": str(settings.SOURCE),
        "NODE_MODULES": str(settings.NODE_MODULES),
        "cpu_seconds": MOST_CPU_SECONDS,
    }
    environment = {**os.environ, "HTTPS_PROXY": NOWHERE, "HTTP_PROXY": NOWHERE, "ALL_PROXY": NOWHERE}
    # A thread for each processor would take, on a large machine, more room than MOST_BYTES.
    environment["RAYON_NUM_THREADS"] = "1"
    path = [str(pathlib.Path(settings.SOURCE).parent), environment.get("PYTHONPATH", "")]
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, path))
    too_long = _("模板用时过长，请检查其中的循环")
    try:
        answer = subprocess.run(
            [sys.executable, "-m", __name__],
            input=json.dumps(work).encode(),
            capture_output=True,
            env=environment,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DocumentFailed(too_long) from None
    if answer.returncode == 0:
        return answer.stdout
    if answer.returncode < 0:
        raise DocumentFailed(too_long)
    try:
        told = json.loads(answer.stderr)
    except ValueError:
        raise DocumentFailed(answer.stderr.decode(errors="replace")[-500:]) from None
    if told["rare"]:
        raise MissingGlyph(told["rare"])
    raise DocumentFailed(told["message"], told["line"])


def _work() -> int:
    work = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_CPU, (work["cpu_seconds"], work["cpu_seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    settings.configure(SOURCE=work["SOURCE"], NODE_MODULES=work["NODE_MODULES"], USE_I18N=False)
    try:
        made = render_source(work["source"], work["data"], timestamp=dt.datetime.fromisoformat(work["timestamp"]))
    except (DocumentFailed, MissingGlyph) as error:
        told = {"message": str(error), "line": getattr(error, "line", None), "rare": getattr(error, "text", "")}
        sys.stderr.write(json.dumps(told))
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(_work())
