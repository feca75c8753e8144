from django.apps import AppConfig


class HonoursConfig(AppConfig):
    name = "nuanliu.domain.honours"
    label = "honours"
    default_auto_field = "django.db.models.BigAutoField"
