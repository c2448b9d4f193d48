"""The sheet with the data that a disclosure grants."""

from django.urls import path

from guanjia.screens.disclosures import views

app_name, prefix = "disclosures", "disclosures/"
urlpatterns = [path("<int:pk>/", views.sheet, name="sheet")]
