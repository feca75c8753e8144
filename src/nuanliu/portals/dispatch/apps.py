from django.apps import AppConfig


class DispatchPortalConfig(AppConfig):
    name = "nuanliu.portals.dispatch"
    label = "dispatch_portal"
