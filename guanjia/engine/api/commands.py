"""`guanjia token create LOGIN --scope …`, `token list`, `token revoke ID`."""

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

    @tokens.command("list")
    def list_tokens(
        login: Annotated[str, typer.Option(help="Only those that act for this login.")] = "",
    ) -> None:
        """Print every token: number, state, login, scopes, last use, what it is for."""
        from guanjia.engine.api.models import ApiToken

        rows = ApiToken.objects.select_related("staff").order_by("id")
        for token in rows.filter(staff__login=login) if login else rows:
            state = "revoked" if token.revoked_at else "running"
            used = f"{token.last_used_at:%F %H:%M}" if token.last_used_at else "never"
            said = (token.pk, state, token.staff.login, ",".join(token.scopes), used, token.name)
            typer.echo("\t".join(map(str, said)))

    @tokens.command("revoke")
    def revoke(number: Annotated[int, typer.Argument(help="The number that `token list` prints.")]) -> None:
        """From now on the token opens nothing."""
        from guanjia.engine.api.actions import revoke_token
        from guanjia.engine.api.models import ApiToken

        token = ApiToken.objects.select_related("staff").filter(pk=number).first()
        if token is None:
            raise typer.BadParameter(f"there is no token {number}; see `guanjia token list`")
        us = system(token.staff.company_id)
        with acting_as(us):
            revoke_token(actor=us, now=time.now(), token=token)
        typer.echo(f"token {number} is revoked")
