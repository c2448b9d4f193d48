"""The roster's addresses."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.work.roster import views

app_name = "roster"
prefix = "roster/"
urlpatterns = [
    path("", views.month, name="month"),
    path("cell", views.cell, name="cell"),
    path("copy", views.copy, name="copy"),
    path("kinds", views.kinds, name="kinds"),
    path("export", views.export, name="export"),
    path("on-duty", views.duty, name="on_duty"),
]
nav = [
    NavItem(
        label=_("排班"),
        url="roster:month",
        icon="calendar-user",
        permission="cases.view",
        order=45,
        shelf="site",
    )
]
