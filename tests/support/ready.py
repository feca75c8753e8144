"""Django, loaded: what a racing process is split off from (see `races`). It opens no connection."""

import django

django.setup()
