from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "nuanliu.portals.desk"
    label = "desk_portal"
