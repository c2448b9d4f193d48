"""The accountant's books."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.books.views import closing, payees, reading, vouchers

app_name = "books"
prefix = "books/"
urlpatterns = [
    path("", reading.trial, name="trial"),
    path("export/", reading.trial_export, name="trial_export"),
    path("print/", reading.trial_print, name="trial_print"),
    path("journal/", reading.journal, name="journal"),
    path("entry/<int:pk>/", reading.entry, name="entry"),
    path("account/<int:pk>/", reading.sheet, name="account"),
    path("charge/<int:pk>/", reading.charge, name="charge"),
    path("closing/", closing.closing, name="closing"),
    path("vouchers/", vouchers.vouchers, name="vouchers"),
    path("vouchers/<int:pk>/file/", vouchers.file, name="voucher_file"),
    path("codes/", vouchers.codes, name="codes"),
    path("payees/", payees.payees, name="payees"),
    path("payees/new/", payees.edit, name="new_payee"),
    path("payees/<int:pk>/", payees.payee, name="payee"),
    path("payees/<int:pk>/edit/", payees.edit, name="edit_payee"),
    path("payees/<int:pk>/print/", payees.printed, name="print_payee"),
    path("settlements/<int:pk>/", payees.decide, name="decide"),
]
nav = [
    NavItem(
        label=_("账簿"), url="books:trial", icon="book-2", permission="books.view", order=36, shelf="money"
    )
]
