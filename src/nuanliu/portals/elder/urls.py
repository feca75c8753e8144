from django.urls import path

from nuanliu.portals.arranging.side import seen_from
from nuanliu.portals.arranging.urls import pages
from nuanliu.portals.elder import asked, gifts, household, views
from nuanliu.portals.elder.gate import herself

app_name = "elder"
urlpatterns = [
    path("", seen_from(herself, views.home), name="home"),
    path("more", seen_from(herself, views.more), name="more"),
    path("messages", seen_from(herself, views.messages), name="messages"),
    path("helpers", seen_from(herself, views.helpers), name="proxies"),
    path("helpers/asked/<uuid:asking_id>", seen_from(herself, asked.asked), name="asked-to-act"),
    path("helpers/<uuid:proxy_id>", seen_from(herself, views.withdraw), name="withdraw"),
    path("household", seen_from(herself, household.household), name="household"),
    path("gifts/<uuid:gift_id>", seen_from(herself, gifts.gift), name="gift"),
    *pages(herself),
]
