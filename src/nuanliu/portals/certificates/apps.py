from django.apps import AppConfig


class CertificatesPortalConfig(AppConfig):
    name = "nuanliu.portals.certificates"
    label = "certificates_portal"
