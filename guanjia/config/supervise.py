"""Keeps child processes running, and takes them all along when it goes."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

PARENT = "GUANJIA_PARENT"
PATIENCE = 20
CALM = 60
LONGEST_PAUSE = 30
log = structlog.get_logger("guanjia.supervise")


@dataclass
class Child:
    """A module that shall run, with its arguments. `pause` doubles with every death until a calm minute passes."""

    name: str
    arguments: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0
    pause: float = 1
    again_at: float = field(default=0)

    def start(self) -> None:
        self.started = time.monotonic()
        # A session of its own: Ctrl+C in the terminal reaches us alone, and we stop the children in order.
        self.process = subprocess.Popen(
            [sys.executable, "-m", *self.arguments],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, PARENT: str(os.getpid())},
        )
        log.info("child started", child=self.name, pid=self.process.pid)

    def look_after(self) -> None:
        """Start again what died, after its pause."""
        now = time.monotonic()
        if self.process and self.process.poll() is not None:
            if now - self.started > CALM:
                self.pause = 1
            log.error("child died", child=self.name, code=self.process.returncode, again_in=self.pause)
            self.process, self.again_at, self.pause = (
                None,
                now + self.pause,
                min(self.pause * 2, LONGEST_PAUSE),
            )
        if self.process is None and now >= self.again_at:
            self.start()

    def stop(self, until: float) -> None:
        """Wait for an orderly end; kill what is left of its session."""
        if not self.process:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            log.error("child killed", child=self.name)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def supervise(children: list[Child], *, tend: Callable[[], None], ready: Callable[[], None]) -> None:
    """Run the children until SIGINT, SIGTERM or SIGHUP. Calls `tend` every second, `ready` once, aside."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=ready, daemon=True).start()
    try:
        while not stop.is_set():
            tend()
            for child in children:
                child.look_after()
            stop.wait(1)
    finally:
        for child in children:
            if child.process and child.process.poll() is None:
                child.process.terminate()
        until = time.monotonic() + PATIENCE
        for child in children:
            child.stop(until)


def end_with_parent() -> None:
    """A child whose supervisor was killed ends too, instead of holding port and database."""
    expected = int(os.environ.get(PARENT, "0"))
    if expected:
        threading.Thread(target=_watch, args=(expected,), daemon=True, name="parent watch").start()


def _watch(expected: int) -> None:
    while os.getppid() == expected:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(1)
