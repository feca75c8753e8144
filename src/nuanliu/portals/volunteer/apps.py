from django.apps import AppConfig


class VolunteerConfig(AppConfig):
    name = "nuanliu.portals.volunteer"
    label = "volunteer_portal"
