"""Move-in days: batches, bookings, the queue of the day, the stations, the leader's board."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.movein import stations, views

app_name, prefix = "movein", "move-in/"
nav = [
    NavItem(
        label=_("入住交付"),
        url="movein:list",
        icon="door-enter",
        permission="cases.view",
        order=65,
        shelf="site",
    )
]
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", stations.day, name="day"),
    path("<int:pk>/board/", stations.board, name="board"),
    path("<int:pk>/homes/", views.homes, name="homes"),
    path("<int:pk>/<slug:station>/", stations.station, name="station"),
    path("homes/<int:pk>/", views.home, name="home"),
    path("homes/<int:pk>/booking/", views.book, name="book"),
    path("homes/<int:pk>/cancelling/", views.cancel, name="cancel"),
    path("homes/<int:pk>/arrival/", stations.arrive, name="arrive"),
    path("homes/<int:pk>/<slug:station>/", stations.serve, name="serve"),
    path("homes/<int:pk>/<slug:station>/calling/", stations.call, name="call"),
]
