from django.urls import path

from nuanliu.portals.units.views import acts, pledges, posts, unit

app_name = "units"
urlpatterns = [
    path("", unit.home, name="home"),
    path("<uuid:node_id>/", unit.unit, name="unit"),
    path("<uuid:node_id>/new/", acts.new, name="new"),
    path("<uuid:node_id>/edit/", acts.edit, name="edit"),
    path("<uuid:node_id>/move/", acts.move, name="move"),
    path("<uuid:node_id>/merge/", acts.merge, name="merge"),
    path("<uuid:node_id>/close/", acts.close, name="close"),
    path("<uuid:node_id>/pledge/", pledges.pledge, name="pledge"),
    path("<uuid:node_id>/appoint/", posts.appoint, name="appoint"),
    path("posts/<uuid:appointment_id>/end/", posts.end, name="end-post"),
]
