"""The parcel shelf."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.parcel_shelf import views

app_name, prefix = "parcel_shelf", "parcels/shelf/"
urlpatterns = [
    path("", views.home, name="home"),
    path("homes/", views.homes, name="homes"),
    path("arrive/", views.arrive, name="arrive"),
    path("hand-out/", views.hand_out, name="hand_out"),
    path("told/", views.told, name="told"),
]
nav = [
    NavItem(
        label=_("邮件货架"),
        url="parcel_shelf:home",
        icon="package",
        permission="registers.view",
        order=67,
        shelf="site",
    ),
]
