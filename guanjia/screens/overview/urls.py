"""The supervisor's numbers, and the records of what runs by itself."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.overview import views

app_name = "overview"
prefix = "overview/"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("charts/", views.charts, name="charts"),
    path("quality/", views.quality, name="quality"),
    path("technicians/", views.technicians, name="technicians"),
    path("records/<slug:code>/", views.records, name="records"),
    path("clocks/", views.firings, name="firings"),
    path("jobs/", views.jobs, name="jobs"),
]
nav = [
    NavItem(label=_("概览"), url="overview:overview", icon="chart-bar", permission="overview.view", order=40),
    NavItem(
        label=_("时限触发记录"), url="overview:firings", icon="bell-ringing", permission="overview.view", order=70,
        group="settings", hint=_("每一次预警、超时、升级：何时、通知了谁"),
    ),
    NavItem(
        label=_("后台任务"), url="overview:jobs", icon="server-cog", permission="system.check", order=80,
        group="settings", hint=_("上次何时运行、做了什么、哪些失败"),
    ),
]  # fmt: skip
