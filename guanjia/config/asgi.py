"""The web application."""

import os

from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application

from guanjia.config.pages import Pages
from guanjia.config.supervise import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")
end_with_parent()
application = Pages(
    pages=get_wsgi_application(),
    streams=get_asgi_application(),
    is_stream=lambda path: path == "/live",
    threads=int(os.environ.get("GUANJIA_DB_POOL", "8")),
)
