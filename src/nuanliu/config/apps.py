from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "nuanliu.config"
    label = "config"

    def ready(self) -> None:
        """Checks of the settings are known before any command runs."""
        from nuanliu.config import checks  # noqa: F401, PLC0415 (registering is the import's effect)
