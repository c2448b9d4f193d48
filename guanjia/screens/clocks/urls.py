from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.clock.models import Calendar, ClockPolicy
from guanjia.engine.ui.nav import NavItem
from guanjia.screens.clocks import calendars, policies, views

app_name, prefix = "clocks", "settings/clocks/"
nav = [
    NavItem(
        label=_("时限与日历"), url="clocks:list", icon="clock", permission="calendars.edit", order=20,
        group="settings", hint=_("工作时间、节假日、各类事项的时限和升级阶梯"),
    ),
    NavItem(
        label=_("时限运行情况"), url="clocks:watch", icon="activity", permission="overview.view", order=21,
        group="settings", hint=_("到期提醒是否准时、暂停了多久"),
    ),
]  # fmt: skip
urlpatterns = [
    path("", views.listing, name="list"),
    path("watch/", views.watch, name="watch"),
    path("calendars/new/", calendars.create, name="new_calendar"),
    path("calendars/<int:pk>/", calendars.edit, name="calendar"),
    path("calendars/<int:pk>/migration/", calendars.migrate, name="migrate_calendar"),
    path("calendars/<int:pk>/withdrawal/", views.withdraw, {"kind": Calendar}, name="withdraw_calendar"),
    path("policies/new/", policies.create, name="new_policy"),
    path("policies/<int:pk>/", policies.edit, name="policy"),
    path("policies/<int:pk>/migration/", policies.migrate, name="migrate_policy"),
    path("policies/<int:pk>/withdrawal/", views.withdraw, {"kind": ClockPolicy}, name="withdraw_policy"),
]
