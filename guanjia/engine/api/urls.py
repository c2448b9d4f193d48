"""Settings page of the tokens that programs use."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.api import views
from guanjia.engine.ui.nav import NavItem

app_name, prefix = "tokens", "settings/tokens/"
nav = [
    NavItem(
        label=_("接口令牌"), url="tokens:list", icon="key", permission="tokens.edit", order=75,
        group="settings", hint=_("让别的系统按某位员工的权限读写数据"),
    )
]  # fmt: skip
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/revoke/", views.revoke, name="revoke"),
]
