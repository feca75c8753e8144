from django.urls import path

from nuanliu.portals.gatherings import home, signing

app_name = "gatherings"
urlpatterns = [
    path("", home.home, name="home"),
    path("new", home.new, name="new"),
    path("<uuid:gathering_id>", home.gathering, name="gathering"),
    path("<uuid:gathering_id>/change", home.change, name="change"),
    path("<uuid:gathering_id>/announce", home.announce, name="announce"),
    path("<uuid:gathering_id>/off", home.off, name="off"),
    path("<uuid:gathering_id>/sign", signing.sign, name="sign"),
    path("<uuid:gathering_id>/group", signing.group, name="group"),
    path("<uuid:gathering_id>/team", signing.team, name="team"),
    path("<uuid:gathering_id>/list/<uuid:signup_id>/leave", signing.leave, name="leave"),
]
