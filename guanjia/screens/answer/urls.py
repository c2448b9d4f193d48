"""The customer's page, reached by a link without signing in."""

from django.urls import path

from guanjia.screens.answer import views

app_name = "answer"
prefix = "q/"
urlpatterns = [path("<str:token>", views.answer, name="answer")]
