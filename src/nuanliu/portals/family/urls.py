from django.urls import path

from nuanliu.portals.arranging.side import seen_from
from nuanliu.portals.arranging.urls import pages
from nuanliu.portals.family import asking, channels, views
from nuanliu.portals.family.gate import for_parent

app_name = "family"
PARENT = "<uuid:elder_id>/"
urlpatterns = [
    path("", views.home, name="home"),
    path("ask", asking.ask, name="ask-to-act"),
    path("ask/<uuid:asking_id>/withdraw", asking.take_back, name="asking-withdraw"),
    path(PARENT, seen_from(for_parent, views.parent), name="parent"),
    path(f"{PARENT}channels", seen_from(for_parent, channels.channels), name="channels"),
    *pages(for_parent, prefix=PARENT),
]
