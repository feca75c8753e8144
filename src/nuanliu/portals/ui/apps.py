from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "nuanliu.portals.ui"
    label = "ui_portal"
