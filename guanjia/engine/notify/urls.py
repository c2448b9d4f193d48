"""The bell."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.notify import views
from guanjia.engine.ui.nav import NavItem

app_name = "notify"
prefix = "notices/"
urlpatterns = [
    path("", views.listing, name="list"),
    path("badge/", views.badge, name="badge"),
    path("read/", views.read_all, name="read_all"),
    path("<int:pk>/", views.follow, name="open"),
]
nav = [NavItem(label=_("通知"), url="notify:list", icon="bell", order=10, group="account")]
