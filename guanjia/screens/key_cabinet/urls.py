"""The key cabinet."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.key_cabinet import views

app_name, prefix = "key_cabinet", "keys/"
urlpatterns = [path("", views.home, name="home"), path("<int:pk>/", views.act, name="act")]
nav = [
    NavItem(
        label=_("钥匙柜"),
        url="key_cabinet:home",
        icon="key",
        permission="registers.view",
        order=66,
        shelf="site",
    ),
]
