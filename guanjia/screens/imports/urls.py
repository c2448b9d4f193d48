from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.imports import views

app_name, prefix = "imports", "import/"
nav = [
    NavItem(
        label=_("导入"),
        url="imports:list",
        icon="file-import",
        permission="import.view",
        order=80,
        shelf="office",
    )
]
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.upload, name="new"),
    path("export/<int:estate>/", views.export, name="export"),
    path("<int:pk>/", views.run, name="run"),
    path("<int:pk>/columns/", views.columns, name="columns"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/duplicates/", views.duplicates, name="duplicates"),
    path("<int:pk>/start/", views.start, name="start"),
    path("<int:pk>/cancellation/", views.cancel, name="cancel"),
    path("<int:pk>/again/", views.again, name="again"),
    path("<int:pk>/undo/", views.undo, name="undo"),
]
