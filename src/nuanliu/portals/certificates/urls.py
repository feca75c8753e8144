from django.urls import path

from nuanliu.portals.certificates import batches, papers, seals

app_name = "certificates"
urlpatterns = [
    path("", papers.home, name="home"),
    path("<uuid:certificate_id>/", papers.one, name="one"),
    path("<uuid:certificate_id>.pdf", papers.paper, name="paper"),
    path("<uuid:certificate_id>/revoke/", papers.revoke, name="revoke"),
    path("<uuid:certificate_id>/decide/", papers.decide, name="decide"),
    path("batches/", batches.batches, name="batches"),
    path("batches/new/", batches.new, name="batch-new"),
    path("batches/<uuid:batch_id>/", batches.batch, name="batch"),
    path("batches/<uuid:batch_id>/stop/", batches.stop, name="batch-stop"),
    path("batches/<uuid:batch_id>/papers/", batches.papers_file, name="batch-file"),
    path("seals/", seals.seals, name="seals"),
    path("seals/<uuid:unit_id>/", seals.seal, name="seal"),
    path("seals/<uuid:unit_id>/place/", seals.place, name="seal-place"),
    path("seals/<uuid:unit_id>/end/", seals.end, name="seal-end"),
    path("seals/<uuid:unit_id>/picture/", seals.picture, name="seal-picture"),
]
