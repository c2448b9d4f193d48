"""The pages that every register has."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.registers import views

app_name, prefix = "registers", "registers/"
nav = [
    NavItem(
        label=_("台账"),
        url="registers:index",
        icon="books",
        permission="registers.view",
        order=68,
        shelf="office",
    )
]
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:code>/", views.listing, name="list"),
    path("<slug:code>/new/", views.new, name="new"),
    path("<slug:code>/labels/", views.labels, name="labels"),
    path("<slug:code>/<int:pk>/", views.row, name="row"),
    path("<slug:code>/<int:pk>/number/", views.number, name="number"),
    path("<slug:code>/<int:pk>/edit/", views.edit, name="edit"),
    path("<slug:code>/<int:pk>/retirement/", views.retire, name="retire"),
]
