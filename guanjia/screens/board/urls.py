"""The dispatcher's board."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.board import contracted, settings, views

app_name = "board"
prefix = "board/"
urlpatterns = [
    path("", views.board, name="board"),
    path("orders/<int:pk>/give/", views.give, name="give"),
    path("orders/<int:pk>/pause-consent/", views.consent, name="consent"),
    path("orders/<int:pk>/cancellation/", views.cancel, name="cancel"),
    path("cases/<int:case>/orders/", views.create, name="create"),
    path("orders/<int:pk>/contractor/", contracted.send, name="send"),
    path("orders/<int:pk>/completion/", contracted.complete, name="complete"),
    path("contractors/", settings.contractors, name="contractors"),
    path("contractors/new/", settings.contractor, name="new_contractor"),
    path("contractors/<int:pk>/", settings.contractor, name="contractor"),
    path("prices/", settings.prices, name="prices"),
    path("prices/new/", settings.price, name="new_price"),
    path("prices/<int:pk>/", settings.price, name="price"),
    path("<slug:kind>/<int:pk>/retirement/", settings.retire, name="retire"),
]
nav = [
    NavItem(label=_("派工"), url="board:board", icon="layout-kanban", permission="dispatch.assign", order=20),
    NavItem(
        label=_("外部维修单位"), url="board:contractors", icon="building-factory-2", permission="parameters.edit",
        order=40, group="settings", hint=_("保修期内交给谁修：单位、联系人、电话、负责部位"),
    ),
    NavItem(
        label=_("维修价目"), url="board:prices", icon="receipt", permission="parameters.edit", order=41,
        group="settings", hint=_("人工和材料的单价、免费项目，报价时自动带出"),
    ),
]  # fmt: skip
