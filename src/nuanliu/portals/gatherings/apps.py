from django.apps import AppConfig


class GatheringsPortalConfig(AppConfig):
    name = "nuanliu.portals.gatherings"
    label = "gatherings_portal"
