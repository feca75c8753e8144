from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "nuanliu.domain.network"
    label = "network"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the Standard, which stands below, which places stand around a place (ADR 0051)."""
        from nuanliu.domain.network.queries import places_around  # noqa: PLC0415 (models are not ready earlier)
        from nuanliu.domain.standards.places import tell_places  # noqa: PLC0415

        tell_places(above=places_around)
