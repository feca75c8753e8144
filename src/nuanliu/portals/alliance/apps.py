from django.apps import AppConfig


class AlliancePortalConfig(AppConfig):
    name = "nuanliu.portals.alliance"
    label = "alliance_portal"
