from django.apps import AppConfig


class HotlineConfig(AppConfig):
    name = "nuanliu.portals.hotline"
    label = "hotline_portal"
