"""Service reports of a day, a week, a month or any other period."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.reports import views

app_name = "reports"
prefix = "reports/"
urlpatterns = [
    path("", views.report, name="report"),
    path("print/", views.printed, name="print"),
    path("export/", views.export, name="export"),
]
nav = [
    NavItem(
        label=_("报告"),
        url="reports:report",
        icon="report",
        permission="overview.view",
        order=45,
        shelf="office",
    )
]
