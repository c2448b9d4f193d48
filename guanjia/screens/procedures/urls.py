"""The manual: what can be asked for, and each procedure as people read it."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.procedures import views

app_name, prefix = "procedures", "manual/"
nav = [
    NavItem(
        label=_("办事与规程"), url="procedures:index", icon="list-check", permission="cases.view", order=16
    )
]
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:code>/", views.procedure, name="procedure"),
]
