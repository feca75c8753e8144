from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "nuanliu.portals.units"
    label = "units_portal"
