"""The cashier's desk: counter, shifts, receipts, refunds, invoices, deposits."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.cashier.views import deposits, desk, invoices, receipts, refunds, settings, shifts

app_name, prefix = "cashier", "cashier/"
nav = [
    NavItem(label=_("收银"), url="cashier:desk", icon="cash-register", permission="cash.take", order=12),
    NavItem(label=_("收据"), url="cashier:receipts",
            icon="receipt", permission="money.view", order=46, shelf="money"),
    NavItem(label=_("押金"), url="cashier:deposits",
            icon="pig-money", permission="money.view", order=47, shelf="money"),
    NavItem(label=_("班次"), url="cashier:shifts",
            icon="clock-dollar", permission="cash.supervise", order=48, shelf="money"),
    NavItem(
        label=_("收银设置"), url="cashier:settings", icon="cash-register", permission="cash.supervise", order=46,
        group="settings", hint=_("收银台、押金种类"),
    ),
]  # fmt: skip
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("find/", desk.find, name="find"),
    path("customers/<int:pk>/", desk.customer, name="customer"),
    path("customers/<int:pk>/deposit/", deposits.ask, name="ask_deposit"),
    path("units/<int:pk>/", desk.unit, name="unit"),
    path("units/<int:pk>/deposit/", deposits.ask_unit, name="ask_deposit_unit"),
    path("shifts/", shifts.listing, name="shifts"),
    path("shifts/new/", shifts.open_shift, name="open_shift"),
    path("shifts/<int:pk>/", shifts.shift, name="shift"),
    path("shifts/<int:pk>/close/", shifts.close, name="close_shift"),
    path("shifts/<int:pk>/receive/", shifts.receive, name="receive_shift"),
    path("shifts/<int:pk>/paper/", shifts.paper, name="shift_paper"),
    path("banking/", shifts.bank, name="bank"),
    path("receipts/", receipts.listing, name="receipts"),
    path("receipts/<int:pk>/", receipts.receipt, name="receipt"),
    path("receipts/<int:pk>/print/", receipts.printed, name="print"),
    path("receipts/<int:pk>/paper/", receipts.paper, name="receipt_paper"),
    path("receipts/<int:pk>/void/", receipts.void, name="void"),
    path("receipts/<int:pk>/refund/", receipts.refund, name="request_refund"),
    path("receipts/<int:pk>/invoice/", receipts.invoice, name="request_invoice"),
    path("refunds/", refunds.listing, name="refunds"),
    path("refunds/<int:pk>/", refunds.refund, name="refund"),
    path("refunds/<int:pk>/approve/", refunds.approve, name="approve_refund"),
    path("refunds/<int:pk>/refuse/", refunds.refuse, name="refuse_refund"),
    path("refunds/<int:pk>/pay/", refunds.pay, name="pay_refund"),
    path("invoices/", invoices.listing, name="invoices"),
    path("invoices/export/", invoices.export, name="export_invoices"),
    path("invoices/<int:pk>/", invoices.invoice, name="invoice"),
    path("invoices/<int:pk>/cancel/", invoices.cancel, name="cancel_invoice"),
    path("deposits/", deposits.listing, name="deposits"),
    path("deposits/<int:pk>/", deposits.deposit, name="deposit"),
    path("deposits/<int:pk>/due/", deposits.let_go, name="let_go"),
    path("deposits/<int:pk>/keep/", deposits.keep, name="keep"),
    path("deposits/<int:pk>/return/", deposits.give_back, name="give_back"),
    path("deposits/<int:pk>/drop/", deposits.drop, name="drop_deposit"),
    path("keepings/<int:pk>/decision/", deposits.decide, name="decide_keeping"),
    path("keepings/<int:pk>/evidence/", deposits.evidence, name="evidence"),
    path("settings/", settings.settings, name="settings"),
    path("settings/tills/new/", settings.new_till, name="new_till"),
    path("settings/tills/<int:pk>/retire/", settings.retire_till, name="retire_till"),
    path("settings/kinds/new/", settings.new_kind, name="new_kind"),
    path("settings/kinds/<int:pk>/", settings.kind, name="kind"),
    path("settings/kinds/<int:pk>/retire/", settings.retire_kind, name="retire_kind"),
]
