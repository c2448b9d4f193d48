from django.urls import path
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.nav import NavItem
from guanjia.screens.knowledge import views

app_name, prefix = "knowledge", "knowledge/"
nav = [
    NavItem(
        label=_("知识库"),
        url="knowledge:list",
        icon="book",
        permission="knowledge.use",
        order=60,
        shelf="office",
    ),
]
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.new, name="new"),
    path("suggestions/", views.suggestions, name="suggestions"),
    path("questions/", views.questions, name="questions"),
    path("questions/<int:pk>/setting-aside/", views.set_aside, name="set_aside"),
    path("<int:pk>/", views.article, name="article"),
    path("<int:pk>/revision/", views.revise, name="revise"),
    path("<int:pk>/review/", views.review, name="review"),
    path("<int:pk>/retirement/", views.retire, name="retire"),
]
