"""The duty log, handing over and taking over, and asking for leave or another shift."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.duty import asking, views

app_name, prefix = "duty", "duty/"
urlpatterns = [
    path("", views.home, name="home"),
    path("entries/", views.write, name="write"),
    path("entries/<int:pk>/settle/", views.settle, name="settle"),
    path("entries/<int:pk>/clear/", views.clear, name="clear"),
    path("give/<int:pk>/", views.give, name="give"),
    path("handovers/<int:pk>/", views.handover, name="handover"),
    path("handovers/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("print/<int:pk>/<slug:paper>/", views.print_book, name="print"),
    path("ask/", asking.ask, name="asking"),
    path("ask/<slug:code>/", asking.ask, name="ask"),
]
nav = [
    NavItem(label=_("值班日志"), url="duty:home", icon="notebook", permission="duty.log", order=44),
    NavItem(label=_("值班日志"), url="duty:home", icon="notebook", permission="duty.log", order=45, group="phone"),
    NavItem(
        label=_("请假和换班"), url="duty:asking", icon="calendar-off", permission="duty.ask", order=71, shelf="office"
    ),
]  # fmt: skip
