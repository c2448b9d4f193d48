"""The agent's workbench, global search, customers, units, incidents."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.desk.views import (
    bench,
    customers,
    edits,
    incidents,
    intake,
    reveals,
    search,
    tenants,
    units,
)

app_name, prefix = "desk", ""
nav = [
    NavItem(label=_("工作台"), url="desk:bench", icon="headset", permission="search.use", order=10),
    NavItem(
        label=pgettext_lazy("list", "客户"),
        url="desk:customers",
        icon="users",
        permission="directory.view",
        order=40,
    ),
    NavItem(
        label=_("谁看过号码"),
        url="desk:reveals",
        icon="eye",
        permission="reveals.view",
        order=60,
        group="settings",
        hint=_("谁、什么时候、看了谁的完整号码"),
    ),
    NavItem(label=_("房产"), url="desk:units", icon="building", permission="directory.view", order=41),
    NavItem(
        label=_("突发事件"),
        url="desk:incidents",
        icon="alert-triangle",
        permission="cases.view",
        order=42,
        shelf="site",
    ),
]
urlpatterns = [
    path("", bench.bench, name="bench"),
    path("home/", bench.home, name="home"),
    path("search/", search.hits, name="search"),
    path("desk/mine/", bench.mine, name="mine"),
    path("desk/picks/", search.picks, name="picks"),
    path("desk/caller/", intake.caller, name="caller"),
    path("desk/intake/", intake.fields, name="intake"),
    path("desk/hints/", intake.hints, name="hints"),
    path("desk/articles/", intake.articles, name="articles"),
    path("desk/cases/", intake.register, name="register"),
    path("desk/cases/<int:pk>/calls/", intake.again, name="again"),
    path("desk/answers/", intake.answer, name="answer"),
    path("customers/", customers.listing, name="customers"),
    path("customers/new/", edits.new_customer, name="new_customer"),
    path("customers/<int:pk>/", customers.customer, name="customer"),
    path("customers/<int:pk>/edit/", edits.edit_customer, name="edit_customer"),
    path("customers/<int:pk>/phones/", edits.phones, name="phones"),
    path("customers/<int:pk>/homes/", edits.homes, name="homes"),
    path("customers/<int:pk>/merge/", edits.merge, name="merge_customer"),
    path("customers/<int:pk>/unmerge/", edits.unmerge, name="unmerge_customer"),
    path("customers/<int:pk>/reveals/", reveals.of_customer, name="reveals_of"),
    path("reveals/", reveals.listing, name="reveals"),
    path("tenants/", tenants.listing, name="tenants"),
    path("tenants/months/", tenants.months, name="tenant_months"),
    path("phones/<int:pk>/reveal/", edits.reveal, name="reveal"),
    path("phones/<int:pk>/retire/", edits.retire_phone, name="retire_phone"),
    path("homes/<int:pk>/end/", edits.end_home, name="end_home"),
    path("units/", units.listing, name="units"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/edit/", edits.edit_unit, name="edit_unit"),
    path("incidents/", incidents.listing, name="incidents"),
    path("incidents/new/", incidents.new, name="new_incident"),
    path("incidents/<int:pk>/", incidents.incident, name="incident"),
    path("incidents/<int:pk>/end/", incidents.end, name="end_incident"),
]
