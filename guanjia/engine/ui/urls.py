"""The frame's own addresses."""

from django.urls import path

from guanjia.engine.ui import views

app_name = "ui"
prefix = "ui/"
urlpatterns = [
    path("estate/", views.estate, name="estate"),
    path("views/", views.save_view, name="save_view"),
    path("views/<int:pk>/drop/", views.drop_view, name="drop_view"),
]
