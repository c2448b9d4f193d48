"""The commands that stay: demo and serve; `web` and `worker` have modules of their own."""

import http.client
import os
import time

import typer
from django.conf import settings

from guanjia.config import database, logs, supervise, working
from guanjia.config.migrating import migrate
from guanjia.config.web import HOST, PORT, refuse_taken, web


def register(cli: typer.Typer) -> None:
    cli.command()(demo)
    cli.command()(serve)
    cli.command()(web)
    cli.command()(working.worker)


def demo(host: str = HOST, port: int = PORT) -> None:
    """A demo company on this machine, until Ctrl+C. Its data stays for the next time."""
    from guanjia import demo as company

    refuse_taken(host, port)
    typer.echo("· tables of the database")
    migrate()
    typer.echo("· demo company (takes some minutes, the first time only)")
    company.load()
    _serve(host, port, lambda: _welcome(host, port, company.logins(), company.PASSWORD))


def serve(host: str = HOST, port: int = PORT) -> None:
    """Everything on one machine: web, worker and (without DATABASE_URL) the embedded database."""
    refuse_taken(host, port)
    migrate()
    _serve(host, port, lambda: typer.echo(f"Guanjia answers at {_address(host, port)}  (Ctrl+C stops it)"))


def _serve(host: str, port: int, welcome) -> None:
    def ready() -> None:
        _wait_until_it_answers(host, port)
        logs.log.info("ready", address=_address(host, port))
        welcome()

    os.environ["PORT"] = str(port)  # links in messages and QR codes name the port that answers
    children = [
        supervise.Child("web", ["guanjia.config.web", "--host", host, "--port", str(port)]),
        supervise.Child("worker", ["guanjia", "worker"]),
    ]
    supervise.supervise(children, tend=database.tend, ready=ready)


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
