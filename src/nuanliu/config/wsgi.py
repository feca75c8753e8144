"""The WSGI entry point for gunicorn."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuanliu.config.settings")
gc.disable()  # what is loaded here stays: to look through it again and again is a tenth of the start

import django  # noqa: E402 (the settings are named before)

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 (needs the settings)
from django.urls import get_resolver  # noqa: E402

from nuanliu.jobs.serving import wait_for_go  # noqa: E402
from nuanliu.usecases.check_keys import insist_on_keys  # noqa: E402 (needs the applications loaded)

get_resolver().url_patterns  # noqa: B018 (pages are loaded once, before the workers part)
wait_for_go()
insist_on_keys()
application = get_wsgi_application()

gc.freeze()  # and the workers share it
gc.enable()
