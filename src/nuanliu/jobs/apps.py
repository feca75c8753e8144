from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "nuanliu.jobs"
    label = "jobs"
