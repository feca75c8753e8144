from django.apps import AppConfig


class HonoursPortalConfig(AppConfig):
    name = "nuanliu.portals.honours"
    label = "honours_portal"
