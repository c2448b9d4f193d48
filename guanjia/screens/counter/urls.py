"""The front desk: the queue, the appointments, the visitor log, and the board of the waiting room."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.counter.views import bookings, queue, visits

app_name, prefix = "counter", "desk/counter/"
urlpatterns = [
    path("", queue.home, name="home"),
    path("asks/", queue.asks, name="asks"),
    path("board/", queue.board, name="board"),
    path("tickets/", queue.take, name="take"),
    path("calls/", queue.call, name="call"),
    path("tickets/<int:pk>/again/", queue.again, name="again"),
    path("tickets/<int:pk>/finish/", queue.finish, name="finish"),
    path("tickets/<int:pk>/leave/", queue.leave, name="leave"),
    path("tickets/<int:pk>/who/", queue.who, name="who"),
    path("tickets/<int:pk>/paper/", queue.paper, name="paper"),
    path("appointments/new/", bookings.book, name="book"),
    path("appointments/<int:pk>/arrive/", bookings.arrive, name="arrive"),
    path("appointments/<int:pk>/cancel/", bookings.cancel, name="cancel"),
    path("appointments/<int:pk>/number/", bookings.number, name="number"),
    path("visits/", visits.listing, name="visits"),
    path("visits/new/", visits.log, name="log"),
    path("visits/<int:pk>/out/", visits.out, name="out"),
]
nav = [
    NavItem(
        label=_("前台接待"), url="counter:home", icon="building-store", permission="counter.serve", order=12
    )
]
