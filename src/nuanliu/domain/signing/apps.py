from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "nuanliu.domain.signing"
    label = "signing"
    default_auto_field = "django.db.models.BigAutoField"
