"""The screen on the wall of the centre."""

from django.urls import path

from guanjia.screens.wall import views

app_name = "wall"
prefix = "wall/"
urlpatterns = [path("", views.wall, name="wall")]
