from django.urls import path

from nuanliu.portals.hotline.views import caller, calls, closing, morning, need, register, ringing, search, told

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
    path("calls/people/<uuid:person_id>/take/", calls.take, name="take"),
    path("calls/morning/<uuid:site_id>.pdf", morning.morning, name="morning"),
    path("elders/<uuid:elder_id>/told/", told.told, name="told"),
    path("elders/<uuid:elder_id>/note/", ringing.note, name="note"),
    path("callbacks/", ringing.callbacks, name="callbacks"),
    path("callbacks/next/", ringing.next_callback, name="callback-next"),
    path("callbacks/<uuid:call_id>/", ringing.callback, name="callback"),
    path("callbacks/<uuid:call_id>/take/", ringing.take_callback, name="callback-take"),
    path("closing/", closing.closings, name="closings"),
    path("closing/<uuid:site_id>/", closing.closing, name="closing"),
    path("closing/read/<uuid:closing_id>/", closing.read, name="closing-read"),
]
