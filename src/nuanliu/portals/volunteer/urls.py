from django.urls import path

from nuanliu.portals.volunteer import calendars, me, near, passbook, statement, steps, visits, ways

app_name = "volunteer"
urlpatterns = [
    path("", near.home, name="home"),
    path("needs/<uuid:need_id>", near.need, name="need"),
    path("needs/<uuid:need_id>/take", near.take, name="take"),
    path("needs/<uuid:need_id>/decline", near.decline, name="decline"),
    path("today", visits.today, name="today"),
    path("visits", visits.visits, name="visits"),
    path("visits/past", visits.visits, {"past": True}, name="past-visits"),
    path("visits/<uuid:visit_id>", visits.visit, name="visit"),
    path("visits/<uuid:visit_id>/start", steps.start, name="start"),
    path("visits/<uuid:visit_id>/end", steps.end, name="end"),
    path("visits/<uuid:visit_id>/choose", steps.choose, name="choose"),
    path("visits/<uuid:visit_id>/cancel", steps.cancel, name="cancel"),
    path("visits/<uuid:visit_id>/visit.ics", calendars.visit_calendar, name="visit-calendar"),
    path("calendar", calendars.calendar, name="calendar"),
    path("calendar/<str:key>/visits.ics", calendars.calendar_feed, name="calendar-feed"),
    path("passbook", passbook.passbook, name="passbook"),
    path("passbook/<str:unit>", passbook.passbook, name="passbook-unit"),
    path("passbook/<str:unit>/<int:number>", passbook.line, name="line"),
    path("passbook/<str:unit>/statement", statement.statement, name="statement"),
    path("passbook/<str:unit>/statement.xlsx", statement.statement_file, name="statement-file"),
    path("ways", ways.ways, name="ways"),
    path("ways/convert", ways.convert, name="convert"),
    path("ways/give/<str:unit>", ways.give, name="give"),
    path("ways/<uuid:dealing_id>/undo", ways.undo, name="undo"),
    path("inbox", me.inbox, name="inbox"),
    path("inbox/read", me.inbox_read, name="inbox-read"),
    path("about", me.me, name="me"),
    path("about/free-times", me.free_times, name="free-times"),
    path("about/choice", me.default_choice, name="default-choice"),
]
