"""Answering with a page or with the part of it that htmx asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def page(
    request: HttpRequest,
    template: str,
    partial: str,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or for an htmx request only its `{% partialdef partial %}`."""
    asked_by_htmx = bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")
    restoring = request.headers.get("HX-History-Restore-Request") == "true"
    name = f"{template}#{partial}" if partial and asked_by_htmx and not restoring else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
