from django.apps import AppConfig


class ElderConfig(AppConfig):
    name = "nuanliu.portals.elder"
    label = "elder_portal"
