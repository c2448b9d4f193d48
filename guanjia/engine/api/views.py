"""Tokens of programs: see them, make one, revoke one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.access.actor import may
from guanjia.engine.api.actions import create_token, revoke_token
from guanjia.engine.api.forms import TokenForm
from guanjia.engine.api.queries import tokens_of
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs, signed_in
from guanjia.kernel import time
from guanjia.kernel.errors import Refused

SHOWN = 200


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    actor = signed_in(request)
    context = {"tokens": tokens_of(actor)[:SHOWN], "may_make": may(actor, "tokens.edit")}
    return render(request, "api/tokens.html", context)


@never_cache
@needs("tokens.edit")
def new(request: HttpRequest) -> HttpResponse:
    """The answer to the form is the one page that ever shows the secret."""
    actor = signed_in(request)
    form = TokenForm(request.POST or None, actor=actor)
    if form.is_valid():
        try:
            token, secret = create_token(actor=actor, now=time.now(), **form.cleaned_data)
            return render(request, "api/secret.html", {"token": token, "secret": secret})
        except Refused as no:
            refuse(form, no)
    return render(request, "api/new_token.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    actor = signed_in(request)
    token = get_object_or_404(tokens_of(actor), pk=pk)
    revoke_token(actor=actor, now=time.now(), token=token)
    messages.success(request, _("“%(name)s”已停用，用它的程序从现在起连不上了。") % {"name": token.name})
    return redirect("tokens:list")
