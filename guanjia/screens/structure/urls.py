"""Settings: the page of cards, and the shape of the company from its name down to a room."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.structure.views import buildings, estates, home, opening, zones

app_name, prefix = "structure", "settings/"
nav = [
    NavItem(label=_("设置"), url="structure:settings", icon="settings", permission="overview.view", order=90),
    NavItem(
        label=_("公司与项目"), url="structure:company", icon="building-community", permission="directory.edit",
        order=10, group="settings", hint=_("区域、项目、楼栋、房产、管家片区；开新项目"),
    ),
]  # fmt: skip
urlpatterns = [
    path("", home.settings, name="settings"),
    path("structure/", estates.company, name="company"),
    path("structure/company/", estates.edit_company, name="edit_company"),
    path("structure/branches/new/", estates.branch, name="new_branch"),
    path("structure/branches/<int:pk>/", estates.branch, name="branch"),
    path("structure/estates/new/", opening.new_estate, name="new_estate"),
    path("structure/plan/", opening.plan, name="plan"),
    path("structure/estates/<int:pk>/", estates.estate, name="estate"),
    path("structure/estates/<int:pk>/edit/", estates.edit_estate, name="edit_estate"),
    path("structure/estates/<int:pk>/buildings/new/", buildings.lay_out, name="lay_out"),
    path("structure/estates/<int:pk>/zones/new/", zones.new, name="new_zone"),
    path("structure/buildings/<int:pk>/", buildings.building, name="building"),
    path("structure/buildings/<int:pk>/name/", buildings.rename, name="rename_building"),
    path("structure/buildings/<int:pk>/units/new/", buildings.new_unit, name="new_unit"),
    path("structure/units/<int:pk>/retire/", buildings.retire_unit, name="retire_unit"),
    path("structure/zones/<int:pk>/", zones.zone, name="zone"),
]
