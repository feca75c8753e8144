from django.apps import AppConfig


class FamilyConfig(AppConfig):
    name = "nuanliu.portals.family"
    label = "family_portal"
