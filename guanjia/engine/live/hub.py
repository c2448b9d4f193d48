"""One LISTEN connection per web process, fanned out to its open pages. No page holds a database connection."""

import asyncio
import json
import logging
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psycopg
from django.db import connections

from guanjia.engine.live.actions import CHANNEL
from guanjia.engine.live.rules import Signal, Viewer

log = logging.getLogger(__name__)
KEPT = 500
WAITING = 200
RETRY_SECONDS = 2.0


@dataclass(eq=False)
class Page:
    """One open page: who looks at it, and what has not been sent yet. None ends it."""

    viewer: Viewer
    waiting: asyncio.Queue[Signal | None] = field(default_factory=lambda: asyncio.Queue(WAITING))

    def put(self, signal: Signal | None) -> None:
        """A page that does not read is told to catch up instead of growing."""
        if self.waiting.full():
            while not self.waiting.empty():
                self.waiting.get_nowait()
            self.waiting.put_nowait(Signal.catch_up())
        self.waiting.put_nowait(signal)


class Hub:
    """All open pages of this process (of one event loop)."""

    def __init__(self) -> None:
        self.name = uuid4().hex[:8]
        self.count = 0
        self.pages: set[Page] = set()
        self.recent: deque[Signal] = deque(maxlen=KEPT)
        self.listener: asyncio.Task[None] | None = None

    @contextmanager
    def open(self, viewer: Viewer, seen: str = "") -> Iterator[Page]:
        """Take part; `seen` is the Last-Event-ID of a page that comes back, which gets what it missed."""
        page = Page(viewer)
        for missed in self.since(seen):
            if viewer.may_see(missed):
                page.put(missed)
        self.pages.add(page)
        if self.listener is None or self.listener.done():
            self.listener = asyncio.create_task(self.listen())
        try:
            yield page
        finally:
            self.pages.discard(page)

    def since(self, seen: str) -> list[Signal]:
        """What came after `seen`; a catch-up order when that is no longer known."""
        if not seen:
            return []
        name, _, number = seen.partition("-")
        known = name == self.name and number.isdecimal() and int(number) >= self.count - len(self.recent)
        if not known:
            return [Signal.catch_up()]
        return [each for each in self.recent if each.number > int(number)]

    def spread(self, text: str) -> None:
        """Hand one notification to the pages that may see it."""
        self.count += 1
        signal = Signal.read(json.loads(text), number=self.count)
        self.recent.append(signal)
        for page in list(self.pages):
            if page.viewer.may_see(signal):
                page.put(None if signal.topic == "signed-out" else signal)

    async def listen(self) -> None:
        """Keep listening, through lost connections, while pages are open."""
        fresh = True
        while True:
            try:
                async for notification in self.notifications(fresh):
                    self.spread(notification)
            except (psycopg.Error, OSError) as fault:
                log.warning("live connection lost: %s", type(fault).__name__)
            fresh = False
            await asyncio.sleep(RETRY_SECONDS)

    async def notifications(self, fresh: bool) -> AsyncIterator[str]:
        async with await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            if not fresh:
                for page in list(self.pages):
                    page.put(Signal.catch_up())
            async for notification in connection.notifies():
                yield notification.payload


def _parameters() -> dict[str, Any]:
    """How Django connects to the database, without its own options."""
    wrapped = connections["default"]
    parameters = wrapped.get_connection_params()
    ours = ("cursor_factory", "context", "prepare_threshold")
    return {name: value for name, value in parameters.items() if name not in ours} | {
        "application_name": "guanjia live", "keepalives_idle": 30,
    }  # fmt: skip


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
