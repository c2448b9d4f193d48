"""Fees and bills: what is charged, the runs that bill it, every bill, and what waits for approval."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.billing.views import approvals, charges, runs, tariffs

app_name, prefix = "billing", "billing/"
nav = [
    NavItem(
        label=_("应收与出账"),
        url="billing:charges",
        icon="file-invoice",
        permission="money.view",
        order=44,
        shelf="money",
    ),
]
urlpatterns = [
    path("", charges.listing, name="charges"),
    path("charges/new/", charges.new, name="new_charge"),
    path("charges/<int:pk>/", charges.charge, name="charge"),
    path("charges/<int:pk>/credit/", charges.credit, name="credit"),
    path("charges/<int:pk>/replacement/", charges.replace, name="replace"),
    path("charges/<int:pk>/waiver/", charges.waive, name="waive"),
    path("notices/<int:pk>/", charges.notice, name="notice"),
    path("runs/", runs.listing, name="runs"),
    path("runs/new/", runs.new, name="new_run"),
    path("runs/<int:pk>/", runs.run, name="run"),
    path("runs/<int:pk>/progress/", runs.progress, name="progress"),
    path("runs/<int:pk>/lines/", runs.lines, name="lines"),
    path("runs/<int:pk>/<slug:verb>/", runs.act, name="act"),
    path("tariffs/", tariffs.listing, name="tariffs"),
    path("tariffs/new/", tariffs.new, name="new_tariff"),
    path("tariffs/<int:pk>/", tariffs.tariff, name="tariff"),
    path("tariffs/<int:pk>/versions/new/", tariffs.new_version, name="new_version"),
    path("tariffs/<int:pk>/units/", tariffs.list_unit, name="list_unit"),
    path("tariffs/<int:pk>/bills/", tariffs.shared_bill, name="shared_bill"),
    path("versions/<int:pk>/withdrawal/", tariffs.withdraw, name="withdraw"),
    path("approvals/", approvals.waiting, name="approvals"),
    path("reductions/new/", approvals.new_reduction, name="new_reduction"),
    path("reductions/<int:pk>/decision/", approvals.decide_reduction, name="decide_reduction"),
    path("reductions/<int:pk>/end/", approvals.end_reduction, name="end_reduction"),
    path("waivers/<int:pk>/decision/", approvals.decide_waiver, name="decide_waiver"),
]
