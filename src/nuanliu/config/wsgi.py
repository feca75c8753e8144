"""The WSGI entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuanliu.config.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 (pages are loaded once, before the workers part)

from nuanliu.usecases.check_keys import insist_on_keys  # noqa: E402 (needs the applications loaded)

insist_on_keys()
