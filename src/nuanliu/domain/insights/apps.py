from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class InsightsConfig(AppConfig):
    name = "nuanliu.domain.insights"
    label = "insights"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """SQLite rebuilds a table to change it, and forgets its triggers: ours are put aside and put back."""
        from nuanliu.domain.insights.marks import put_aside, put_back  # noqa: PLC0415 (needs the apps)

        pre_migrate.connect(put_aside, sender=self)
        post_migrate.connect(put_back, sender=self)
