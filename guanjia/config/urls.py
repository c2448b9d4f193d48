"""Every app that has `urls.py` is mounted under its `prefix`, and the API beside them."""

from django.urls import include, path

from guanjia.config import discovery
from guanjia.config.api import api

urlpatterns = [
    path("api/v1/", api.urls),
    *(path(module.prefix, include(module)) for module in discovery.modules("urls")),
]

handler500 = "guanjia.engine.ui.views.broken_page"
