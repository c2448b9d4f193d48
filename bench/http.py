"""A small keep-alive HTTP client and the loop that counts: fixed work, so that it always ends."""

import asyncio
import json
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass
class Client:
    """One person with a browser: a connection, cookies, or a token."""

    port: int
    token: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def ask(
        self, method: str, path: str, body: bytes = b"", kind: str = "", **extra: str
    ) -> tuple[int, str]:
        """Status and text of one request."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = {"Host": f"127.0.0.1:{self.port}", "Content-Length": str(len(body)), **extra}
        if kind:
            head["Content-Type"] = kind
        if self.cookies:
            head["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.token:
            head["Authorization"] = f"Bearer {self.token}"
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        asked = f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body
        self.writer.write(asked)
        try:
            return await self._answer()
        except (asyncio.IncompleteReadError, ConnectionError):
            # The server closes a connection that was idle; browsers, too, open another.
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            self.writer.write(asked)
            return await self._answer()

    async def _answer(self) -> tuple[int, str]:
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status = int(head.split(" ", 2)[1])
        for name, value in re.findall(r"(?im)^set-cookie: ([^=]+)=([^;]*)", head):
            self.cookies[name] = value
        length = re.search(r"(?im)^content-length: (\d+)", head)
        if length:
            body = await self.reader.readexactly(int(length[1]))
        elif "chunked" in head.lower():
            body = b""
            while size := int((await self.reader.readline()).strip() or b"0", 16):
                body += (await self.reader.readexactly(size + 2))[:-2]
            await self.reader.readline()
        else:
            body = b""
        return status, body.decode("utf-8", "replace")

    async def sign_in(self, login: str, password: str) -> None:
        """Raises RuntimeError when the door stays shut."""
        _, text = await self.ask("GET", "/login/")
        csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]
        form = urlencode({"csrfmiddlewaretoken": csrf, "login": login, "password": password})
        status, _ = await self.ask(
            "POST",
            "/login/",
            form.encode(),
            "application/x-www-form-urlencoded",
            Referer=f"http://127.0.0.1:{self.port}/",
        )
        if status != 302:
            raise RuntimeError(f"{login} could not sign in: {status}")


Request = Callable[[Client, int], "asyncio.Future[tuple[int, str]]"]


async def measure(clients: list[Client], request: Request, *, each: int) -> dict[str, float]:
    """Every client sends `each` requests one after the other. Milliseconds, and requests per second of all."""
    spans: list[float] = []
    faults = 0

    async def work(client: Client, first: int) -> None:
        nonlocal faults
        for number in range(first, first + each):
            start = time.perf_counter()
            status, _ = await request(client, number)
            spans.append((time.perf_counter() - start) * 1000)
            faults += status >= 400

    begin = time.perf_counter()
    await asyncio.gather(*(work(client, index * each) for index, client in enumerate(clients)))
    seconds = time.perf_counter() - begin
    spans.sort()
    return {
        "clients": len(clients), "requests": len(spans), "per_second": round(len(spans) / seconds, 1),
        "p50_ms": round(statistics.median(spans), 1), "p95_ms": round(spans[int(len(spans) * 0.95) - 1], 1),
        "faults": faults,
    }  # fmt: skip


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
