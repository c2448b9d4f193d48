"""Live pages."""

from django.urls import path

from guanjia.engine.live import views

app_name = "live"
prefix = ""
urlpatterns = [
    path("live", views.stream, name="stream"),
    path("live/presence", views.presence, name="presence"),
]
