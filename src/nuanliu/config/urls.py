"""Where each portal stands."""

from django.urls import include, path

from nuanliu.portals.mine.urls import at_desk

handler400 = "nuanliu.portals.ui.failing.misread"
handler500 = "nuanliu.portals.ui.failing.failed"
urlpatterns = [
    path("elder/", include("nuanliu.portals.elder.urls")),
    path("family/", include("nuanliu.portals.family.urls")),
    path("hotline/", include("nuanliu.portals.hotline.urls")),
    path("joining/", include("nuanliu.portals.joining.urls")),
    path("me/", include("nuanliu.portals.volunteer.urls")),
    path("desk/", include("nuanliu.portals.desk.urls")),
    path("gatherings/", include("nuanliu.portals.gatherings.urls")),
    path("dispatch/", include("nuanliu.portals.dispatch.urls")),
    path("shop/", include("nuanliu.portals.merchant.urls")),
    path("alliance/", include("nuanliu.portals.alliance.urls")),
    path("certificates/", include("nuanliu.portals.certificates.urls")),
    path("bureau/", include("nuanliu.portals.bureau.urls")),
    path("honours/", include("nuanliu.portals.honours.urls")),
    path("mine/of/<uuid:person_id>/", include(at_desk)),
    path("mine/", include("nuanliu.portals.mine.urls")),
    path("branch/", include("nuanliu.portals.branch.urls")),
    path("units/", include("nuanliu.portals.units.urls")),
    path("account/", include("nuanliu.portals.account.urls")),
    path("ui/", include("nuanliu.portals.ui.urls")),
    path("", include("nuanliu.portals.public.urls")),
]
