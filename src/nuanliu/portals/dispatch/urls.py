from django.urls import path

from nuanliu.portals.dispatch import confirming, need, runs, sharing

app_name = "dispatch"
urlpatterns = [
    path("", runs.home, name="home"),
    path("load/", sharing.load, name="load"),
    path("missing/", sharing.missing, name="missing"),
    path("<uuid:run_id>/", runs.run, name="run"),
    path("<uuid:run_id>/stop/", runs.stop, name="stop"),
    path("<uuid:run_id>/again/", runs.again, name="again"),
    path("<uuid:run_id>/confirm/", confirming.confirm_run, name="confirm"),
    path("<uuid:run_id>/needs/<uuid:need_id>/", need.need, name="need"),
]
