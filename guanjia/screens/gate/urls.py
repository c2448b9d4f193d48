"""The gate: passes and permits looked up by their number, people in and out, the guard's own steps."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.gate import steps, views

app_name, prefix = "gate", "gate/"
nav = [
    NavItem(
        label=_("门岗核验"), url="gate:home", icon="scan", permission="gate.scan", order=30, group="phone"
    )
]
urlpatterns = [
    path("", views.home, name="home"),
    path("list/", views.listed, name="list"),
    path("out/", views.out, name="out"),
    path("move/", views.move, name="move"),
    path("steps/<int:pk>/", steps.step, name="step"),
]
