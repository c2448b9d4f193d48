"""Pages in threads that stay, streams in the event loop, behind one ASGI application.

Django's ASGI handler begins a thread for every request, which costs more than a small page. Pages are plain functions,
so they go through its WSGI handler instead; only what streams for hours needs the event loop.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
IN_MEMORY = 1024 * 1024  # bytes of a body; more goes to a temporary file
UNPREFIXED = {"CONTENT_TYPE", "CONTENT_LENGTH"}


class Pages:
    """`is_stream(path)` says which requests the ASGI application `streams` answers; the rest is for WSGI `pages`."""

    def __init__(self, *, pages: Any, streams: Any, is_stream: Callable[[str], bool], threads: int) -> None:
        self.pages, self.streams, self.is_stream = pages, streams, is_stream
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self.is_stream(scope["path"]):
            await self.streams(scope, receive, send)
            return
        with SpooledTemporaryFile(IN_MEMORY) as body:
            length = await _read(receive, body)
            if length is None:
                return
            loop = asyncio.get_running_loop()

            async def sent(message: Message) -> None:
                await send(message)  # Granian's own `send` gives an awaitable that is no coroutine

            def tell(message: Message) -> None:
                asyncio.run_coroutine_threadsafe(sent(message), loop).result()

            for message in await loop.run_in_executor(
                self.threads, self._answer, _environ(scope, body, length), tell
            ):
                await send(message)

    def _answer(self, environ: dict[str, Any], tell: Callable[[Message], None]) -> list[Message]:
        """What is still to be sent. A streaming answer (a file) is sent from here, piece by piece."""
        begun: list[Message] = []

        def start(status: str, headers: Iterable[tuple[str, str]], fault: Any = None) -> None:
            pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
            begun.append(
                {"type": "http.response.start", "status": int(status.split(" ", 1)[0]), "headers": pairs}
            )

        response = self.pages(environ, start)
        try:
            if not response.streaming:
                return [*begun, {"type": "http.response.body", "body": response.content}]
            tell(begun[0])
            for piece in response:
                tell({"type": "http.response.body", "body": piece, "more_body": True})
            return [{"type": "http.response.body", "body": b""}]
        finally:
            response.close()


async def _read(receive: Receive, body: SpooledTemporaryFile[bytes]) -> int | None:
    """The whole body; its length, or None when the client went away."""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body.write(message.get("body", b""))
        if not message.get("more_body"):
            length = body.tell()
            body.seek(0)
            return length


def _environ(scope: Message, body: SpooledTemporaryFile[bytes], length: int) -> dict[str, Any]:
    """The request as WSGI names it."""
    server, client = scope.get("server") or ("localhost", 80), scope.get("client")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0] if client else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name:
            continue  # it would pass for the same name with a dash
        key = name.decode("latin-1").upper().replace("-", "_")
        key = key if key in UNPREFIXED else f"HTTP_{key}"
        text = value.decode("latin-1")
        joined = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joined}{text}" if key in environ else text
    environ["CONTENT_LENGTH"] = str(length)
    return environ
