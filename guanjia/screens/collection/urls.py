"""Arrears, reminders, calls, and how much of what is due comes in."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.collection import calls, indicators, rating, reminders, views

app_name = "collection_pages"
prefix = "collection/"
urlpatterns = [
    path("", views.arrears, name="arrears"),
    path("export/", views.export, name="export"),
    path("spread/", views.spread, name="spread"),
    path("debtor/<int:unit>/<int:customer>/", views.debtor, name="debtor"),
    path("debtor/<int:unit>/<int:customer>/contact/", calls.contact, name="contact"),
    path("phones/<int:pk>/", calls.number, name="number"),
    path("calls/", calls.calls, name="calls"),
    path("reminders/", reminders.runs, name="runs"),
    path("reminders/new/", reminders.new, name="new_run"),
    path("reminders/<int:pk>/", reminders.run, name="run"),
    path("reminders/<int:pk>/mail/", reminders.mail, name="mail"),
    path("reminders/<int:pk>/letters/", reminders.letters, name="letters"),
    path("reminders/sent/<int:pk>/", reminders.told, name="told"),
    path("rate/", rating.rate, name="rate"),
    path("rate/indicators/", indicators.indicators, name="indicators"),
    path("rate/charges/", rating.charges, name="rate_charges"),
]
nav = [
    NavItem(label=_("催缴"), url="collection_pages:arrears",
            icon="cash-banknote", permission="money.view", order=37, shelf="money"),
    NavItem(
        label=_("催缴"), url="collection_pages:calls", icon="phone-outgoing", permission="collection.work", order=60,
        group="phone",
    ),
]  # fmt: skip
