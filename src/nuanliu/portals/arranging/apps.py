from django.apps import AppConfig


class ArrangingConfig(AppConfig):
    name = "nuanliu.portals.arranging"
    label = "arranging_portal"
