"""Pages for the pocket: the technician's orders, the pool, the butler's zone."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.phone import reporting, views, zone

app_name = "phone"
prefix = "m/"
urlpatterns = [
    path("", views.home, name="home"),
    path("pool/", views.pool, name="pool"),
    path("done/", views.done, name="done"),
    path("orders/<int:pk>/", views.order, name="order"),
    path("orders/<int:pk>/number/", views.number, name="number"),
    path("orders/<int:pk>/<slug:verb>/", views.act, name="act"),
    path("photos/<int:pk>/", views.photo, name="photo"),
    path("zone/", zone.home, name="zone"),
    path("zone/units/<int:pk>/", zone.household, name="household"),
    path("report/", reporting.report, name="report"),
    path("report/send/", reporting.send, name="send_report"),
    path("offline/", views.offline, name="offline"),
    path("sw.js", views.worker, name="worker"),
    path("app.webmanifest", views.manifest, name="manifest"),
]
# For the bar of the desk pages (notices, account, lists): the way back to one's own screen.
_BACK = [
    NavItem(
        label=_("我的单"), url="phone:home", icon="clipboard-check", permission="role.technician", order=5
    ),
    NavItem(label=_("我的片区"), url="phone:zone", icon="home", permission="role.butler", order=5),
    NavItem(label=_("报一件事"), url="phone:report", icon="camera-plus", permission="role.guard", order=5),
]
nav = [
    *_BACK,
    NavItem(
        label=_("我的单"),
        url="phone:home",
        icon="clipboard-list",
        permission="orders.work",
        order=10,
        group="phone",
    ),
    NavItem(
        label=_("抢单池"), url="phone:pool", icon="inbox", permission="orders.work", order=20, group="phone"
    ),
    NavItem(
        label=_("已完成"),
        url="phone:done",
        icon="circle-check",
        permission="orders.work",
        order=30,
        group="phone",
    ),
    NavItem(
        label=_("报一件事"),
        url="phone:report",
        icon="camera-plus",
        permission="cases.register",
        order=35,
        group="phone",
    ),
    NavItem(
        label=_("我的片区"),
        url="phone:zone",
        icon="home",
        permission="customers.edit",
        order=40,
        group="phone",
    ),
]
