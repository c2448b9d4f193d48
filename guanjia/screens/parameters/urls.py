from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.parameters import copying, views

app_name, prefix = "parameters", "settings/parameters/"
nav = [
    NavItem(
        label=_("规程参数"), url="parameters:list", icon="adjustments", permission="parameters.edit",
        order=30, group="settings", hint=_("时限、比例、审批人，按公司、区域、项目设置"),
    )
]  # fmt: skip
urlpatterns = [
    path("", views.listing, name="list"),
    path("copy/", copying.copy, name="copy"),
    path("<str:name>/", views.parameter, name="parameter"),
]
