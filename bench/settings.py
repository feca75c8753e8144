"""The product's settings for measuring pages in one process: no manifest of static files is needed."""

from nuanliu.config.settings import *  # noqa: F403
from nuanliu.config.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
