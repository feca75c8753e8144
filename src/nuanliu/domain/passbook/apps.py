from django.apps import AppConfig


class PassbookConfig(AppConfig):
    name = "nuanliu.domain.passbook"
    label = "passbook"
    default_auto_field = "django.db.models.BigAutoField"
