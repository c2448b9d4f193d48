"""Who is to be asked, and the call sheet."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.asking import views

app_name = "asking"
prefix = "followups/"
urlpatterns = [
    path("", views.due, name="due"),
    path("later/", views.due, {"view": "later"}, name="later"),
    path("missed/", views.due, {"view": "missed"}, name="missed"),
    path("samples/", views.due, {"view": "samples"}, name="samples"),
    path("residents/<slug:plan>/", views.households, name="households"),
    path("residents/<slug:plan>/listing/", views.take, name="take"),
    path("<int:pk>/", views.sheet, name="sheet"),
    path("<int:pk>/attempts/", views.attempt, name="attempt"),
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("<int:pk>/number/", views.number, name="number"),
    path("<int:pk>/link/", views.link, name="link"),
    path("<int:pk>/assignment/", views.assignment, name="assignment"),
]
nav = [NavItem(label=_("回访"), url="asking:due", icon="phone-check", permission="followups.do", order=30)]
