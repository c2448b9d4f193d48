"""Answering with a page or with the part of it that htmx asked for."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

SAMPLE = 1234567890


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page; not when it restores history or follows a boosted link."""
    headers = request.headers
    whole = headers.get("HX-Boosted") or headers.get("HX-History-Restore-Request") == "true"
    return bool(headers.get("HX-Request")) and not whole


def page(
    request: HttpRequest,
    template: str,
    partial: str,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or for an htmx request only its `{% partialdef partial %}`."""
    name = f"{template}#{partial}" if partial and wants_part(request) else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def opening(name: str) -> Callable[[Any], str]:
    """row → address of the view `name`, whose one argument is the row's id. Resolved once, for rows by the hundred."""

    @cache
    def around() -> tuple[str, str]:
        before, _, after = reverse(name, args=[SAMPLE]).partition(str(SAMPLE))
        return before, after

    def address(row: Any) -> str:
        before, after = around()
        return f"{before}{row.pk}{after}"

    return address
