"""What waits for my yes or no, on the phone and at the desk."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.approvals import views

app_name, prefix = "approvals", ""
urlpatterns = [
    path("m/approvals/", views.phone, name="phone"),
    path("approvals/", views.desk, name="desk"),
]
nav = [
    NavItem(
        label=_("待我批准"), url="approvals:desk", icon="checklist", permission="cases.supervise", order=22
    ),
    NavItem(
        label=_("待我批准"),
        url="approvals:phone",
        icon="checklist",
        permission="cases.supervise",
        order=15,
        group="phone",
    ),
]
