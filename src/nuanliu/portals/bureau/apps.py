from django.apps import AppConfig


class BureauConfig(AppConfig):
    name = "nuanliu.portals.bureau"
    label = "bureau_portal"
