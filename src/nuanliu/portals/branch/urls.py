from django.urls import path

from nuanliu.portals.branch import views

app_name = "branch"
urlpatterns = [
    path("", views.home, name="home"),
    path("<uuid:node_id>/", views.unit, name="unit"),
    path("<uuid:node_id>/add/", views.add, name="add"),
    path("<uuid:node_id>/members/<uuid:person_id>/", views.member, name="member"),
]
