"""`guanjia token create LOGIN --scope …`."""

from typing import Annotated

import typer

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.kernel.errors import Refused


def register(cli: typer.Typer) -> None:
    tokens = typer.Typer(help="Tokens for programs that use the API.", no_args_is_help=True)
    cli.add_typer(tokens, name="token")

    @tokens.command("create")
    def create(
        login: str,
        scope: Annotated[list[str], typer.Option(help="May be given several times.")],
        name: Annotated[str, typer.Option(help="What it is for.")] = "API",
    ) -> None:
        """Make a token that acts for LOGIN, and print its secret once."""
        from django.contrib.auth import get_user_model

        from guanjia.engine.api.actions import create_token

        staff = get_user_model()._default_manager.filter(login=login, is_active=True).first()
        if staff is None:
            raise typer.BadParameter(f"nobody active has the login {login}")
        us = system(staff.company_id)
        try:
            with acting_as(us):
                secret = create_token(actor=us, now=time.now(), staff=staff, name=name, scopes=scope)[1]
        except Refused as no:
            raise typer.BadParameter(str(no)) from None
        typer.echo(secret)
