"""Pages go through threads, streams through the loop, and nothing of a request is lost on the way."""

import asyncio

from django.http import HttpResponse, StreamingHttpResponse

from guanjia.config.pages import Pages


def echo(environ, start):
    start("200 OK", [("X-Method", environ["REQUEST_METHOD"])])
    text = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
    path = environ["PATH_INFO"].encode("latin-1").decode()
    return HttpResponse(f"{path}|{text}|{environ.get('HTTP_COOKIE')}|{environ.get('HTTP_X_FORGED')}")


def in_pieces(environ, start):
    start("200 OK", [])
    return StreamingHttpResponse(iter([b"one", b"two"]))


async def streams(scope, receive, send):
    await send({"type": "http.response.start", "status": 299, "headers": []})


def ask(pages, path="/报修/", headers=(), body=(b"",)):
    sent, waiting = [], list(body)

    async def receive():
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message):
        sent.append(message)

    application = Pages(pages=pages, streams=streams, is_stream=lambda path: path == "/live", threads=2)
    scope = {
        "type": "http", "method": "POST", "path": path, "query_string": b"", "http_version": "1.1", "scheme": "http",
        "headers": list(headers), "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    asyncio.run(application(scope, receive, send))
    return sent


def test_body_path_and_headers_arrive():
    headers = [(b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"x_forged", b"no")]
    start, body = ask(echo, headers=headers, body=["漏".encode(), "水".encode()])
    assert (start["status"], start["headers"]) == (200, [(b"x-method", b"POST")])
    assert body["body"].decode() == "/报修/|漏水|a=1; b=2|None"


def test_a_file_is_sent_piece_by_piece():
    assert [message.get("body") for message in ask(in_pieces)] == [None, b"one", b"two", b""]


def test_a_stream_stays_in_the_loop():
    assert [message["status"] for message in ask(echo, path="/live")] == [299]
