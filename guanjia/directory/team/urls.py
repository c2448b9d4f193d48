"""Sign-in, one's own account, and the team."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team import views
from guanjia.engine.ui.nav import NavItem

app_name = "team"
prefix = ""
urlpatterns = [
    path("login/", views.login, name="login"),
    path("login/password/", views.first_password, name="first_password"),
    path("logout/", views.logout, name="logout"),
    path("language/", views.language, name="language"),
    path("account/", views.account, name="account"),
    path("account/password/", views.password, name="password"),
    path("account/sessions/<slug:public>/end/", views.end_session, name="end_session"),
]
nav = [
    NavItem(label=_("我的账号与登录"), url="team:account", icon="user-cog", order=20, group="account"),
    NavItem(label=_("修改密码"), url="team:password", icon="key", order=21, group="account"),
]
