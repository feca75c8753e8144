from django.apps import AppConfig


class MerchantConfig(AppConfig):
    name = "nuanliu.portals.merchant"
    label = "merchant_portal"
