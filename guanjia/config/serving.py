"""The commands that stay: demo, serve, web; `worker` has a module of its own."""

import errno
import http.client
import os
import socket
import time

import typer
from django.conf import settings

from guanjia.config import database, logs, supervise, working
from guanjia.config.migrating import migrate
from guanjia.config.trouble import Trouble

HOST = typer.Option("127.0.0.1", envvar="HOST", help="Address to listen on; 0.0.0.0 for the whole network.")
PORT = typer.Option(8000, envvar="PORT", help="Port to listen on.")
WORKERS = typer.Option(min(os.cpu_count() or 1, 4), envvar="WEB_WORKERS", help="Web processes.")


def register(cli: typer.Typer) -> None:
    cli.command()(demo)
    cli.command()(serve)
    cli.command()(web)
    cli.command()(working.worker)


def demo(host: str = HOST, port: int = PORT) -> None:
    """A demo company on this machine, until Ctrl+C. Its data stays for the next time."""
    from guanjia import demo as company

    _refuse_taken(host, port)
    typer.echo("· tables of the database")
    migrate()
    typer.echo("· demo company (takes some minutes, the first time only)")
    company.load()
    _serve(host, port, lambda: _welcome(host, port, company.logins(), company.PASSWORD))


def serve(host: str = HOST, port: int = PORT) -> None:
    """Everything on one machine: web, worker and (without DATABASE_URL) the embedded database."""
    _refuse_taken(host, port)
    migrate()
    _serve(host, port, lambda: typer.echo(f"Guanjia answers at {_address(host, port)}  (Ctrl+C stops it)"))


def web(host: str = HOST, port: int = PORT, workers: int = WORKERS) -> None:
    """Web processes only; any number of machines may run them."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    _refuse_taken(host, port)
    supervise.end_with_parent()
    os.environ[supervise.PARENT] = str(os.getpid())
    Granian(
        "guanjia.config.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=workers,
        log_dictconfig=logs.config(),
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        websockets=False,
        log_level=LogLevels.warning,
        backpressure=256,
    ).serve()


def _serve(host: str, port: int, welcome) -> None:
    def ready() -> None:
        _wait_until_it_answers(host, port)
        logs.log.info("ready", address=_address(host, port))
        welcome()

    os.environ["PORT"] = str(port)  # links in messages and QR codes name the port that answers
    children = [
        supervise.Child("web", ["web", "--host", host, "--port", str(port)]),
        supervise.Child("worker", ["worker"]),
    ]
    supervise.supervise(children, tend=database.tend, ready=ready)


def _refuse_taken(host: str, port: int) -> None:
    """Raises Trouble now rather than from a child later."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Trouble(
                    f"Port {port} is taken by another program.",
                    f"Stop that, or choose another: PORT={port + 1} make demo (guanjia serve --port {port + 1})",
                ) from None
            raise Trouble(
                f"Cannot listen on {host}:{port} ({error.strerror}).", "Choose another PORT or HOST."
            ) from None


def _wait_until_it_answers(host: str, port: int) -> None:
    while True:
        try:
            connection = http.client.HTTPConnection(_reachable(host), port, timeout=30)
            connection.request("GET", settings.STATIC_URL)
            connection.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return


def _welcome(host: str, port: int, logins: list[tuple[str, str]], password: str) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("登录名 / login", "岗位 · 姓名 / post · name")
    for row in logins:
        table.add_row(*row)
    console = Console()
    console.print(table)
    console.print(f"密码 / password: [bold]{password}[/]")
    console.print(f"管家 Guanjia: [bold]{_address(host, port)}[/]   (Ctrl+C 停止 / stops it)")


def _address(host: str, port: int) -> str:
    return f"http://{_reachable(host)}:{port}"


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
