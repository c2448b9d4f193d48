"""The agent's workbench, global search, customers, units, incidents."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.desk.views import bench, customers, incidents, intake, search, units

app_name, prefix = "desk", ""
nav = [
    NavItem(label=_("工作台"), url="desk:bench", icon="headset", permission="search.use", order=10),
    NavItem(label=_("客户"), url="desk:customers", icon="users", permission="directory.view", order=40),
    NavItem(label=_("房产"), url="desk:units", icon="building", permission="directory.view", order=41),
    NavItem(
        label=_("突发事件"), url="desk:incidents", icon="alert-triangle", permission="cases.view", order=42
    ),
]
urlpatterns = [
    path("", bench.bench, name="bench"),
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
    # LATER path("customers/new/", customers.new, name="new_customer"),
    # LATER path("customers/<int:pk>/", customers.customer, name="customer"),
    # LATER path("customers/<int:pk>/edit/", customers.edit, name="edit_customer"),
    # LATER path("customers/<int:pk>/phones/", customers.phones, name="phones"),
    # LATER path("customers/<int:pk>/homes/", customers.homes, name="homes"),
    # LATER path("customers/<int:pk>/merge/", customers.merge, name="merge_customer"),
    # LATER path("phones/<int:pk>/reveal/", customers.reveal, name="reveal"),
    # LATER path("phones/<int:pk>/retire/", customers.retire_phone, name="retire_phone"),
    # LATER path("homes/<int:pk>/end/", customers.end_home, name="end_home"),
    path("units/", units.listing, name="units"),
    # LATER path("units/<int:pk>/", units.unit, name="unit"),
    # LATER path("units/<int:pk>/edit/", units.edit, name="edit_unit"),
    path("incidents/", incidents.listing, name="incidents"),
    path("incidents/new/", incidents.new, name="new_incident"),
    path("incidents/<int:pk>/", incidents.incident, name="incident"),
    path("incidents/<int:pk>/end/", incidents.end, name="end_incident"),
]
