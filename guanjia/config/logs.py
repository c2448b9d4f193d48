"""Structured logs on stderr that never carry a phone or identity number."""

import logging
import logging.config
import re
import sys
import time
import uuid
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_only_middleware

MASK = "***"
PRIVATE = re.compile(
    r"""(?<!\d)(?:
        \d{17}[\dXx]                              # identity number
      | (?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}   # mobile
      | \(?0\d{2,3}\)?[ -]?\d{7,8}(?:[ -]\d{1,6})?    # landline with area code, and extension
    )(?!\d)""",
    re.VERBOSE,
)

log = structlog.get_logger("guanjia.web")


def masked(value: Any) -> Any:
    """The value with everything that looks like a phone or identity number covered, at any depth."""
    if isinstance(value, str):
        return PRIVATE.sub(MASK, value)
    if isinstance(value, bool | float | None):
        return value
    if isinstance(value, int):
        return MASK if PRIVATE.fullmatch(str(value)) else value
    if isinstance(value, dict):
        return {masked(key): masked(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [masked(item) for item in value]
    return PRIVATE.sub(MASK, str(value))


def mask_private(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Structlog processor; runs last but for drawing, so that tracebacks are covered too."""
    return {key: value if key.startswith("_") else masked(value) for key, value in event.items()}


SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
    structlog.processors.UnicodeDecoder(),
]


def configure(settings: dict[str, object]) -> None:
    """Called by Django with LOGGING (empty): one handler, JSON, or a readable line where somebody watches."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(config())


def config() -> dict[str, Any]:
    """For `logging.config.dictConfig`; also handed to the web server, so that it speaks the same way."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": f"{__name__}.formatter"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stderr"}
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "guanjia": {"level": "INFO"},
            "_granian": {"level": "WARNING", "handlers": ["stderr"], "propagate": False},
            # Our own line per request says the same with more; what remains are faults with their traceback.
            "django.request": {"level": "ERROR"},
            "django.server": {"level": "CRITICAL"},
        },
    }


def formatter() -> structlog.stdlib.ProcessorFormatter:
    draw: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if sys.stderr.isatty():
        draw = structlog.dev.ConsoleRenderer(pad_event_to=0)
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, mask_private, draw],
    )


@sync_only_middleware
class RequestLog:
    """One line per request: who, what, how long, how many statements. Never the query string.

    The files of a page that came as they should have none: at a terminal they would wash away what matters.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        statements = _Counter()
        request_id = uuid.uuid4().hex[:12]
        with (
            structlog.contextvars.bound_contextvars(request=request_id),
            connection.execute_wrapper(statements),
        ):
            response = self.get_response(request)
            if response.status_code >= 400 or not request.path.startswith(settings.STATIC_URL):
                log.info(
                    "request",
                    method=request.method,
                    path=request.path,
                    status=response.status_code,
                    actor=_actor(request),
                    ms=round((time.perf_counter() - started) * 1000, 1),
                    sql=statements.count,
                )
        response["X-Request-Id"] = request_id
        return response


def _actor(request: HttpRequest) -> int | None:
    """Whoever asked; nobody known when the database is away, for then the line is wanted most."""
    try:
        return getattr(getattr(request, "user", None), "pk", None)
    except Error:
        return None


class _Counter:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.count += 1
        return execute(*arguments)
