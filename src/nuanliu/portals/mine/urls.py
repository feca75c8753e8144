"""The same pages twice: one's own, and those of somebody before the desk."""

from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.portals.mine import consents, views

asked_or_sent = require_http_methods(["GET", "HEAD", "POST"])
app_name = "mine"
PAGES = (
    ("", require_safe(views.home), "home"),
    ("consents", require_safe(consents.consents), "consents"),
    ("consents/<slug:purpose>", asked_or_sent(consents.consent), "consent"),
)


def pages() -> list[URLPattern]:
    """Every page."""
    return [path(where, view, name=name) for where, view, name in PAGES]


urlpatterns = pages()
at_desk = (pages(), "mine-at-desk")
