"""Installs everything that Guanjia needs into this folder. Standard library only: nothing is there yet.

    python scripts/setup.py          what running needs
    python scripts/setup.py --dev    and what testing needs

Each part is skipped when its stamp in `.data/stamps` says that it was done for the same lock file.
"""

import errno
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
# Published as source alone. It is built by what requirements-build.txt has locked; nothing else is ever built.
SOURCES = "python-alipay-sdk"
PYTHON = VENV / "bin" / "python"
STAMPS = ROOT / ".data" / "stamps"
NODE_MODULES = ROOT / "node_modules"
# npm has been seen to wait for ever after its last download; what it fetched is kept, so a second try is short.
NPM_SECONDS = 300


class Trouble(Exception):
    """What is wrong, and how to mend it."""


def main(arguments: list[str]) -> int:
    try:
        _refuse_unusable_folder()
        _once("venv", [sys.version, str(VENV)], PYTHON.exists(), make_venv)
        _install("build", "requirements-build.txt")
        _install("runtime", "requirements.txt")
        if "--dev" in arguments:
            _install("dev", "requirements-dev.txt")
        _once(
            "package",
            [_content("pyproject.toml"), str(VENV)],
            (VENV / "bin/guanjia").exists(),
            install_package,
        )
        _once("npm", [_content("package-lock.json")], NODE_MODULES.exists(), fetch_frontend)
        _run([str(PYTHON), "-m", "guanjia.config.assets"], "Preparing translations and static files failed.")
        _once("bytecode", [_content("requirements.txt"), str(VENV)], True, compile_what_starts)
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"\n{_explain(error)}", file=sys.stderr)
        return 1
    return 0


def make_venv() -> None:
    """A fresh `.venv` from the Python that runs this file."""
    say(f"Python {sys.version.split()[0]} -> .venv")
    if Path(sys.prefix).resolve() == VENV.resolve():
        return
    shutil.rmtree(VENV, ignore_errors=True)
    for stamp in ("build", "runtime", "dev", "package", "bytecode"):
        (STAMPS / stamp).unlink(missing_ok=True)
    venv.EnvBuilder(with_pip=True, symlinks=True).create(VENV)


def install_package() -> None:
    """This folder itself, editable, with the `guanjia` command."""
    _pip("--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT))


def fetch_frontend() -> None:
    """The packages of package-lock.json, checked by hash; npm comes from PyPI when there is none."""
    say("front-end packages (package-lock.json)")
    npm = shutil.which("npm")
    command = [npm] if npm else _npm_of_wheel()
    command += ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    trouble = (
        "npm could not fetch the front-end packages. Is there a network? A proxy? (npm config set proxy …)"
    )
    try:
        _run(command, trouble, quiet=True, seconds=NPM_SECONDS)
    except subprocess.TimeoutExpired:
        say(f"npm has not finished in {NPM_SECONDS} s; trying once more")
        try:
            _run(command, trouble, quiet=True, seconds=NPM_SECONDS)
        except subprocess.TimeoutExpired:
            raise Trouble(f"{trouble}\n  (it did not finish in {NPM_SECONDS} s, twice)") from None


def _npm_of_wheel() -> list[str]:
    _install("node", "requirements-node.txt")
    return [str(VENV / "bin" / "npm")]


def compile_what_starts() -> None:
    """Bytecode of what a start imports, also where the environment says that none is to be written: every process of
    the house would compile its 2,300 modules again, which takes longer than all the rest of its start."""
    say("bytecode")
    _run(
        [str(PYTHON), "-m", "guanjia.config.warm"], "Guanjia does not start.",
        PYTHONDONTWRITEBYTECODE="", GUANJIA_SECRET_KEY="never used",
    )  # fmt: skip


def _install(name: str, lock: str) -> None:
    def install() -> None:
        say(f"Python packages ({lock})")
        wheels = ("--only-binary", ":all:", "--no-binary", SOURCES, "--no-build-isolation")
        _pip("--require-hashes", *wheels, "-r", str(ROOT / lock))

    _once(name, [_content(lock), str(VENV)], PYTHON.exists(), install)


def _pip(*arguments: str) -> None:
    quietly = ("--quiet", "--no-compile", "--disable-pip-version-check")
    _run(
        [str(PYTHON), "-m", "pip", "install", *quietly, *arguments],
        "pip could not install. Is there a network, or is a proxy needed (PIP_PROXY, PIP_INDEX_URL)?",
    )


def _run(
    command: list[str], trouble: str, *, quiet: bool = False, seconds: float | None = None, **environ: str
) -> None:
    """Raises Trouble when the command fails, TimeoutExpired when it takes longer than `seconds`."""
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    output = subprocess.DEVNULL if quiet else None
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PATH": path, **environ}, stdin=subprocess.DEVNULL, stdout=output,
        timeout=seconds,
    )  # fmt: skip
    if done.returncode:
        raise Trouble(f"{trouble}\n  (the command was: {' '.join(command)}; its own words stand above)")


def _once(name: str, of: list[str], present: bool, work: Callable[[], None]) -> None:
    """Do `work` unless its result is present and was made from the same input."""
    stamp = STAMPS / name
    key = hashlib.sha256("\n".join(of).encode()).hexdigest()
    if present and stamp.exists() and stamp.read_text() == key:
        return
    work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(key)


def _content(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _refuse_unusable_folder() -> None:
    if sys.version_info < (3, 12):
        raise Trouble(
            f"Python {sys.version.split()[0]} is too old; use `make`, which looks for 3.12 or newer."
        )
    if not os.access(ROOT, os.W_OK | os.X_OK):
        raise Trouble(
            f"{ROOT} is not writable.\n  Clone into a folder of your own, or: sudo chown -R $USER {ROOT}"
        )


def _explain(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"The disk is full ({error.filename or ROOT}). Free about 700 MB and run it again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{error.filename} is not writable for you.\n  Mend: sudo chown -R $USER {ROOT}"
    return f"{error}"


def say(text: str) -> None:
    print(f"· {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
