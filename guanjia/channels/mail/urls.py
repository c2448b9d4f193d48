"""Mail."""

from django.conf import settings
from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.channels.mail import views
from guanjia.engine.ui.nav import NavItem

app_name = "mail"
prefix = ""
urlpatterns = [path("mailbox/", views.mailbox, name="mailbox"), path("settings/mail/", views.log, name="log")]
nav = [
    NavItem(
        label=_("邮件发送记录"),
        url="mail:log",
        icon="mail-check",
        permission="system.check",
        order=80,
        group="settings",
        hint=_("发给谁、成没成、为什么失败"),
    ),
    *(
        [NavItem(label=_("演示邮箱"), url="mail:mailbox", icon="mailbox", order=30, group="account")]
        if settings.DEMO
        else []
    ),
]
