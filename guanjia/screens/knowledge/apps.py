from django.apps import AppConfig


class KnowledgePages(AppConfig):
    """The label `knowledge` belongs to the articles themselves."""

    name = "guanjia.screens.knowledge"
    label = "knowledge_pages"
