from django.apps import AppConfig


class AccountConfig(AppConfig):
    name = "nuanliu.portals.account"
    label = "account_portal"
