from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "nuanliu.portals.public"
    label = "public_portal"
