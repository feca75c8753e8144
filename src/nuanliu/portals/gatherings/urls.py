from django.urls import path

from nuanliu.portals.gatherings import certifying, group, home, photos, printing, rolling, signing, team

app_name = "gatherings"
urlpatterns = [
    path("", home.home, name="home"),
    path("new", home.new, name="new"),
    path("<uuid:gathering_id>", home.gathering, name="gathering"),
    path("<uuid:gathering_id>/change", home.change, name="change"),
    path("<uuid:gathering_id>/announce", home.announce, name="announce"),
    path("<uuid:gathering_id>/off", home.off, name="off"),
    path("<uuid:gathering_id>/sign", signing.sign, name="sign"),
    path("<uuid:gathering_id>/group", group.group, name="group"),
    path("<uuid:gathering_id>/team", team.team, name="team"),
    path("<uuid:gathering_id>/list/<uuid:signup_id>/leave", signing.leave, name="leave"),
    path("<uuid:gathering_id>/begin", rolling.begin, name="begin"),
    path("<uuid:gathering_id>/roll", rolling.roll, name="roll"),
    path("<uuid:gathering_id>/roll/paper", rolling.paper, name="paper"),
    path("<uuid:gathering_id>/roll.pdf", printing.roll_sheet, name="roll-sheet"),
    path("<uuid:gathering_id>/poster-<slug:size>.pdf", printing.poster, name="poster"),
    path("<uuid:gathering_id>/photos", photos.photos, name="photos"),
    path("<uuid:gathering_id>/photos/<uuid:snapshot_id>.jpg", photos.photo, name="photo"),
    path("<uuid:gathering_id>/certify", certifying.certify, name="certify"),
    path("<uuid:gathering_id>/list/<uuid:signup_id>/void", certifying.void, name="void"),
]
