"""The frame's own addresses."""

from django.urls import path

from guanjia.engine.ui import views

app_name = "ui"
prefix = "ui/"
urlpatterns = [path("estate/", views.estate, name="estate")]
