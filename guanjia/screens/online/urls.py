"""Paying by phone: the resident's pages, what providers call, the desk's code, and the accountant's comparison."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.online.views import comparing, listening, orders, paying

app_name = "online"
prefix = ""
urlpatterns = [
    path("q/pay/<str:token>", paying.choose, name="choose"),
    path("q/pay/<str:token>/<slug:number>", paying.order, name="paying"),
    path("q/notify/<slug:provider>/<int:company>/", listening.notify, name="notify"),
    path("q/simulator/<str:token>", listening.simulator, name="simulator"),
    path("online/orders/", orders.listing, name="orders"),
    path("online/orders/<int:pk>/", orders.order, name="order"),
    path("online/link/<int:unit>/", orders.link, name="link"),
    path("online/reconciliation/", comparing.reconciliation, name="reconciliation"),
    path("online/reconciliation/run/", comparing.run, name="run"),
    path("online/reconciliation/<int:pk>/", comparing.statement, name="statement"),
    path("online/differences/<int:pk>/", comparing.difference, name="difference"),
]
nav = [
    NavItem(
        label=_("线上订单"),
        url="online:orders",
        icon="qrcode",
        permission="money.view",
        order=46,
        shelf="money",
    ),
    NavItem(
        label=_("线上对账"),
        url="online:reconciliation",
        icon="arrows-diff",
        permission="money.reconcile",
        order=47,
        shelf="money",
    ),
]
