from django.apps import AppConfig


class BranchConfig(AppConfig):
    name = "nuanliu.portals.branch"
    label = "branch_portal"
