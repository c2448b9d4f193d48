"""The owners' votes: turnout, the roll, ballots entered at the desk, and what can be printed."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.votes import views

app_name, prefix = "votes", "votes/"
nav = [
    NavItem(
        label=_("业主表决"),
        url="votes:list",
        icon="checkbox",
        permission="registers.view",
        order=69,
        shelf="office",
    )
]
urlpatterns = [
    path("", views.listing, name="list"),
    path("<int:pk>/", views.vote, name="vote"),
    path("<int:pk>/roll/", views.roll, name="roll"),
    path("<int:pk>/papers/", views.papers, name="papers"),
    path("<int:pk>/receipts/", views.receipts, name="receipts"),
    path("voters/<int:pk>/", views.voter, name="voter"),
    path("ballots/<int:pk>/photo/", views.photo, name="photo"),
    path("ballots/<int:pk>/voiding/", views.void, name="void"),
]
