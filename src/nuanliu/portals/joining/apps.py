from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "nuanliu.portals.joining"
    label = "joining_portal"
