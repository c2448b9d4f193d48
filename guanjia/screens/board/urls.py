"""The dispatcher's board."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.board import views

app_name = "board"
prefix = "board/"
urlpatterns = [
    path("", views.board, name="board"),
    path("orders/<int:pk>/give/", views.give, name="give"),
    path("orders/<int:pk>/pause-consent/", views.consent, name="consent"),
    path("orders/<int:pk>/cancellation/", views.cancel, name="cancel"),
    path("cases/<int:case>/orders/", views.create, name="create"),
]
nav = [
    NavItem(label=_("派工"), url="board:board", icon="layout-kanban", permission="dispatch.assign", order=20)
]
