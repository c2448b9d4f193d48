from django.urls import path
from django.utils.translation import pgettext_lazy

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.cases import books, papers, views

app_name, prefix = "cases", "cases/"
_CASES = pgettext_lazy("list", "事项")
nav = [NavItem(label=_CASES, url="cases:list", icon="clipboard-list", permission="cases.view", order=20)]
urlpatterns = [
    path("", views.listing, name="list"),
    path("<int:pk>/", views.case, name="case"),
    path("<int:pk>/steps/<slug:code>/", views.step, name="step"),
    path("<int:pk>/messages/", views.message, name="message"),
    path("<int:pk>/papers/<str:number>/", papers.paper, name="paper"),
    path("<int:pk>/preview/", views.preview, name="preview"),
    path("<int:pk>/private/", views.private, name="private"),
    path("<int:pk>/<slug:name>/", views.act, name="act"),
    path("attachments/<int:pk>/", views.attachment, name="attachment"),
    path("books/<slug:procedure>/<str:number>/", books.register_book, name="book"),
]
