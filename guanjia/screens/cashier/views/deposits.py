"""Deposits: asked for, held, let go, partly kept with evidence, given back."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shown import money
from guanjia.kernel import time
from guanjia.screens.cashier import queries
from guanjia.screens.cashier.forms.others import AskDepositForm, KeepForm, LetGoForm, ReturnForm
from guanjia.screens.cashier.lists import DEPOSITS
from guanjia.screens.cashier.payers import Payer, payer_by_customer, payer_by_unit
from guanjia.screens.cashier.views.saving import carry_out, one_form
from guanjia.screens.cashier.words import means_said
from guanjia.work.cases.actions.messages import type_of
from guanjia.work.cashier import actions
from guanjia.work.cashier.models import Deposit, DepositAct
from guanjia.work.cashier.rules import Means
from guanjia.work.ledger.actions import today

VIEW, TAKE, APPROVE = "money.view", "cash.take", "money.approve"


@require_GET
@needs(VIEW)
def listing(request: HttpRequest) -> HttpResponse:
    """What is held or to be paid, due for return first; what was returned only when asked for."""
    rows = queries.deposits(request.user).filter(dropped_at=None)
    if request.GET.get("returned") != "1":
        rows = rows.filter(returned_at=None)
    return DEPOSITS.respond(request, rows)


@require_GET
@needs(VIEW)
def deposit(request: HttpRequest, pk: int) -> HttpResponse:
    """One deposit with everything that was done to it, and what can be done now."""
    found = _found(request, pk)
    may = request.user.permissions
    acts = found.acts.select_related("requested_by", "approved_by").order_by("requested_at")
    is_held = bool(found.held_at and not found.returned_at)
    context: dict[str, Any] = {
        "deposit": found, "acts": [(one, means_said(one.means)) for one in acts], "is_held": is_held,
        "may_return": is_held and TAKE in may, "may_decide": APPROVE in may,
        "may_drop": not found.held_at and not found.dropped_at,
    }  # fmt: skip
    return render(request, "cashier/deposit.html", context)


@needs(TAKE)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """A deposit of a person, to be paid at the counter."""
    return _ask(request, payer_by_customer(request.user, pk, estate_id=None, now=time.now()))


@needs(TAKE)
def ask_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """A deposit for a home."""
    return _ask(request, payer_by_unit(request.user, pk, customer_id=None, now=time.now()))


def _ask(request: HttpRequest, payer: Payer | None) -> HttpResponse:
    if payer is None:
        raise Http404
    form = AskDepositForm(request.POST or None, actor=request.user, estate=payer.estate)

    def save(**said: Any) -> None:
        actions.ask_deposit(
            actor=request.user, now=time.now(), estate=payer.estate, customer=payer.customer, unit=payer.home,
            payer=payer.name, **said,
        )  # fmt: skip

    place = ("cashier:unit", payer.unit.pk) if payer.unit else ("cashier:customer", payer.customer.pk)
    return one_form(
        request, form, save, title=_("收押金 · %(who)s") % {"who": payer.name}, back=reverse(place[0], args=[place[1]]),
        said=_("押金已列入应收，请收款"), about=_("押金单独记账，凭收据退还；退还日期在验收后登记。"),
    )  # fmt: skip


@needs(VIEW)
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = LetGoForm(
        request.POST or None, initial={"due_on": found.due_on or today(found.estate, time.now())}
    )

    def save(due_on: Any) -> None:
        actions.let_go(actor=request.user, now=time.now(), deposit=found, due_on=due_on)

    title = _("登记应退日期 · %(what)s") % {"what": _named(found)}
    return one_form(request, form, save, title=title, back=_page(pk), said=_("应退日期已登记"))


@needs(VIEW)
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to keep a part; another person decides."""
    found = _found(request, pk)
    form = KeepForm(request.POST or None, request.FILES or None)

    def save(**said: Any) -> None:
        actions.keep_deposit(actor=request.user, now=time.now(), deposit=found, **said)

    return one_form(
        request, form, save, title=_("申请扣款 · %(what)s") % {"what": _named(found)}, back=_page(pk),
        said=_("扣款申请已提交，等另一位有权限的同事审批"), button=_("提交申请"),
        about=_("在押 %(held)s。写明原因并附凭据（照片或 PDF），由另一人审批。") % {"held": money(found.held)},
    )  # fmt: skip


@needs(TAKE)
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    found, session = _found(request, pk), queries.running(request.user)
    own = session if session and session.estate_id == found.estate_id else None
    form = ReturnForm(request.POST or None, deposit=found)

    def save(means: str, **said: Any) -> None:
        actions.return_deposit(
            actor=request.user, now=time.now(), deposit=found, means=Means(means), session=own, **said
        )

    return one_form(
        request, form, save, title=_("退押金 · %(what)s") % {"what": _named(found)}, back=_page(pk),
        said=_("押金已退还"), button=_("退还"),
        about=_("在押 %(held)s，应退日期 %(day)s。") % {"held": money(found.held), "day": found.due_on or "—"},
    )  # fmt: skip


@require_POST
@needs(VIEW)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    return carry_out(
        request, lambda: actions.drop_deposit(actor=request.user, now=time.now(), deposit=found),
        said=_("已取消，不再收取"), back=_page(pk),
    )  # fmt: skip


@require_POST
@needs(APPROVE)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or refuse that a part is kept."""
    act = get_object_or_404(DepositAct.objects.visible_to(request.user), pk=pk)
    agreed = request.POST.get("verdict") == "approve"
    decision = actions.approve_keeping if agreed else actions.refuse_keeping
    return carry_out(
        request, lambda: decision(actor=request.user, now=time.now(), act=act),
        said=_("已批准扣款") if agreed else _("已驳回，押金不扣"), back=_page(act.deposit_id),
    )  # fmt: skip


@require_GET
@needs(VIEW)
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """The file itself, for those who may see the deposit. Never shown as a page of ours."""
    act = get_object_or_404(DepositAct.objects.visible_to(request.user).exclude(evidence=""), pk=pk)
    file = act.evidence.open("rb")
    response = FileResponse(file, content_type=type_of(file), filename=act.evidence.name.rpartition("/")[2])
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=86400"
    return response


def _page(pk: int) -> str:
    return reverse("cashier:deposit", args=[pk])


def _named(deposit: Deposit) -> str:
    return f"{deposit.kind} {money(deposit.amount)}"


def _found(request: HttpRequest, pk: int) -> Deposit:
    return get_object_or_404(queries.deposits(request.user), pk=pk)
