from django.urls import path

from nuanliu.portals.honours import candidate, candidates, committee, home, nominating, objections, press, steps

app_name = "honours"
urlpatterns = [
    path("", home.home, name="home"),
    path("new", home.new, name="new"),
    path("nominate", nominating.nominate_for_unit, name="nominate"),
    path("categories/<uuid:category_id>", home.category, name="category"),
    path("categories/<uuid:category_id>/candidates", candidates.listed, name="candidates"),
    path("candidates/<uuid:frozen_id>", candidate.candidate, name="candidate"),
    path("objections/<uuid:objection_id>", objections.objection, name="objection"),
    path("<uuid:commendation_id>", home.commendation, name="commendation"),
    path("<uuid:commendation_id>/committee", committee.committee, name="committee"),
    path("<uuid:commendation_id>/objections", objections.objections, name="objections"),
    path("<uuid:commendation_id>/press.pdf", press.press, name="press"),
    path("<uuid:commendation_id>/<slug:act>", steps.act, name="act"),
]
