from django.urls import path

from nuanliu.portals.hotline.views import caller, calls, need, register, search

app_name = "hotline"
urlpatterns = [
    path("", search.home, name="home"),
    path("register/", register.register, name="register"),
    path("elders/<uuid:elder_id>/", caller.elder, name="elder"),
    path("elders/<uuid:elder_id>/reveal/", caller.reveal, name="reveal"),
    path("elders/<uuid:elder_id>/read-back/<uuid:token>/", need.read_back, name="read-back"),
    path("elders/<uuid:elder_id>/placed/<uuid:need_id>/", need.placed, name="placed"),
    path("calls/", calls.calls, name="calls"),
    path("calls/print/", calls.calls_print, name="calls-print"),
    path("calls/made/", calls.called, name="called"),
]
