"""Sign-in, one's own account, and the team."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team import staff_views, views
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
    path("team/", staff_views.staff_list, name="staff_list"),
    path("team/new/", staff_views.new_staff, name="new_staff"),
    path("team/<int:pk>/", staff_views.staff, name="staff"),
    path("team/<int:pk>/edit/", staff_views.edit_staff, name="edit_staff"),
    path("team/<int:pk>/appoint/", staff_views.appoint, name="appoint"),
    path("team/<int:pk>/password/", staff_views.reset_password, name="reset_password"),
    path("team/<int:pk>/leave/", staff_views.leave, name="leave"),
    path("team/<int:pk>/sign-out/", staff_views.sign_out, name="sign_out"),
    path("team/posts/<int:pk>/end/", staff_views.end_appointment, name="end_appointment"),
    path("team/structure/", staff_views.structure, name="structure"),
    path("team/structure/department/", staff_views.department, name="new_department"),
    path("team/structure/department/<int:pk>/", staff_views.department, name="department"),
    path("team/structure/post/", staff_views.post, name="new_post"),
    path("team/structure/post/<int:pk>/", staff_views.post, name="post"),
]
nav = [
    NavItem(
        label=_("员工"),
        url="team:staff_list",
        icon="users",
        permission="team.view",
        order=30,
        group="settings",
        hint=_("入职、任职、权限、重设密码、离职"),
    ),
    NavItem(
        label=_("部门与岗位"),
        url="team:structure",
        icon="hierarchy-2",
        permission="team.view",
        order=31,
        group="settings",
        hint=_("岗位的角色决定能做什么"),
    ),
    NavItem(label=_("我的账号与登录"), url="team:account", icon="user-cog", order=20, group="account"),
    NavItem(label=_("修改密码"), url="team:password", icon="key", order=21, group="account"),
]
