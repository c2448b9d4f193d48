"""The web application."""

import os

from django.core.asgi import get_asgi_application

from guanjia.config.supervise import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")
end_with_parent()
application = get_asgi_application()
