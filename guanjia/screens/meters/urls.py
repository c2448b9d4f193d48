"""Meters: the register, rounds typed in, what must be confirmed, and the phone's page."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.meters import phone, views

app_name, prefix = "meters", ""
nav = [
    NavItem(
        label=_("抄表"), url="meters:list", icon="gauge", permission="meters.read", order=66, shelf="money"
    ),
    NavItem(
        label=_("抄表"), url="meters:phone", icon="gauge", permission="meters.read", order=36, group="phone"
    ),
]
urlpatterns = [
    path("meters/", views.listing, name="list"),
    path("meters/new/", views.new, name="new"),
    path("meters/sheet/", views.sheet, name="sheet"),
    path("meters/sheet/<int:pk>/", views.line, name="line"),
    path("meters/checking/", views.checking, name="checking"),
    path("meters/estimates/", views.estimate, name="estimate"),
    path("meters/readings/<int:pk>/confirmation/", views.confirm, name="confirm"),
    path("meters/readings/<int:pk>/correction/", views.correct, name="correct"),
    path("meters/readings/<int:pk>/photo/", views.photo, name="photo"),
    path("meters/<int:pk>/", views.meter, name="meter"),
    path("meters/<int:pk>/edit/", views.edit, name="edit"),
    path("meters/<int:pk>/replacement/", views.replace, name="replace"),
    path("meters/<int:pk>/removal/", views.remove, name="remove"),
    path("m/meters/", phone.home, name="phone"),
    path("m/meters/<int:pk>/", phone.send, name="send"),
]
