"""The same pages twice: one's own, and those of somebody before the desk."""

from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanliu.portals.mine import channels, close, consents, correct, data, paper, views

asked_or_sent = require_http_methods(["GET", "HEAD", "POST"])
app_name = "mine"
PAGES = (
    ("", require_safe(views.home), "home"),
    ("data", asked_or_sent(data.data), "data"),
    ("copy.json", require_safe(data.copy_json), "copy-json"),
    ("copy.pdf", require_safe(paper.copy_pdf), "copy-pdf"),
    ("looked", require_safe(data.looked), "looked"),
    ("correct", asked_or_sent(correct.correct), "correct"),
    ("close", asked_or_sent(close.close), "close"),
    ("keep", require_POST(close.keep), "keep"),
    ("channels", asked_or_sent(channels.channels), "channels"),
    ("consents", require_safe(consents.consents), "consents"),
    ("consents/<slug:purpose>", asked_or_sent(consents.consent), "consent"),
)


def pages() -> list[URLPattern]:
    """Every page."""
    return [path(where, view, name=name) for where, view, name in PAGES]


urlpatterns = [
    *pages(),
    path("corrections", require_safe(correct.waiting), name="corrections"),
    path("corrections/<uuid:correction_id>", asked_or_sent(correct.decide), name="decide"),
]
at_desk = (pages(), "mine-at-desk")
