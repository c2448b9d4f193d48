"""Every app that has `urls.py` is mounted under its `prefix`."""

from django.urls import include, path

from guanjia.config import discovery

urlpatterns = [path(module.prefix, include(module)) for module in discovery.modules("urls")]
