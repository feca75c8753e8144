from django.urls import path

from nuanliu.portals.desk.views import board, certify, need, people, prints, rosters, statement, visit

app_name = "desk"
urlpatterns = [
    path("", board.board, name="board"),
    path("columns/<slug:code>/", board.column, name="column"),
    path("columns/<slug:code>/export.<slug:kind>", board.column_export, name="column-export"),
    path("needs/<uuid:need_id>/", need.need, name="need"),
    path("needs/<uuid:need_id>/approve/", need.approve, name="need-approve"),
    path("needs/<uuid:need_id>/return/", need.send_back, name="need-return"),
    path("needs/<uuid:need_id>/mend/", need.mend, name="need-mend"),
    path("needs/<uuid:need_id>/reopen/", need.reopen, name="need-reopen"),
    path("needs/<uuid:need_id>/assign/", need.assign, name="need-assign"),
    path("needs/<uuid:need_id>/cancel/", need.cancel, name="need-cancel"),
    path("visits/<uuid:visit_id>/", visit.visit, name="visit"),
    path("visits/<uuid:visit_id>/start/", visit.start, name="visit-start"),
    path("visits/<uuid:visit_id>/end/", visit.end, name="visit-end"),
    path("visits/<uuid:visit_id>/give-back/", visit.give_back, name="visit-give-back"),
    path("visits/<uuid:visit_id>/heard/", visit.heard, name="visit-heard"),
    path("visits/<uuid:visit_id>/uphold/", visit.uphold, name="visit-uphold"),
    path("visits/<uuid:visit_id>/void/", visit.void, name="visit-void"),
    path("visits/<uuid:visit_id>/certify/", certify.certify, name="certify"),
    path("visits/<uuid:visit_id>/slip/", prints.slip, name="slip"),
    path("day/", prints.day, name="day"),
    path("people/", people.people, name="people"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/reveal/", people.reveal, name="reveal"),
    path("people/<uuid:person_id>/card/issue/", people.issue_card, name="card-issue"),
    path("people/<uuid:person_id>/card/", people.card, name="card"),
    path("people/<uuid:person_id>/statement/<slug:unit>/", statement.statement, name="statement"),
    path("people/<uuid:person_id>/statement/<slug:unit>.xlsx", statement.statement_file, name="statement-file"),
    path("rosters/", rosters.rosters, name="rosters"),
    path("rosters/blank/<slug:kind>.xlsx", rosters.template, name="roster-blank"),
    path("rosters/<uuid:upload_id>/", rosters.roster, name="roster"),
    path("rosters/<uuid:upload_id>/commit/", rosters.commit, name="roster-commit"),
    path("rosters/<uuid:upload_id>/discard/", rosters.discard, name="roster-discard"),
]
