from django.urls import path

from nuanliu.portals.merchant import hours, offers, offline, passbooks, staff, statements, sticker, views

app_name = "merchant"
urlpatterns = [
    path("", views.home, name="home"),
    path("t/<str:till_code>", views.till, name="till"),
    path("done/<uuid:redemption_id>", views.made, name="done"),
    path("done/<uuid:redemption_id>/undo", views.undo, name="undo"),
    path("<uuid:shop_id>/passbook", passbooks.by_passbook, name="passbook"),
    path("<uuid:shop_id>/offline", offline.offline, name="offline"),
    path("<uuid:shop_id>/offline/sheet", offline.sheet, name="sheet"),
    path("<uuid:shop_id>/cashiers", staff.cashiers, name="cashiers"),
    path("<uuid:shop_id>/cashiers/<uuid:cashier_id>/end", staff.end, name="cashier-end"),
    path("<uuid:shop_id>/sticker.pdf", sticker.sticker, name="sticker"),
    path("<uuid:shop_id>/offers", offers.offers, name="offers"),
    path("<uuid:shop_id>/offers/new", offers.new, name="offer-new"),
    path("<uuid:shop_id>/statements", statements.statements, name="statements"),
    path("statements/<uuid:shop_statement_id>", statements.statement, name="statement"),
    path("statements/<uuid:shop_statement_id>/paper.pdf", statements.paper, name="statement-paper"),
    path("statements/<uuid:shop_statement_id>/sign", statements.sign, name="statement-sign"),
    path("statements/<uuid:shop_statement_id>/dispute", statements.dispute, name="statement-dispute"),
    path("<uuid:shop_id>/hours", hours.hours, name="hours"),
    path("<uuid:shop_id>/hours/new", hours.new, name="hours-new"),
    path("<uuid:shop_id>/hours/<uuid:allied_id>/end", hours.end, name="hours-end"),
    path("offers/<uuid:offer_id>", offers.offer, name="offer"),
    path("offers/<uuid:offer_id>/words", offers.write, name="offer-words"),
    path("offers/<uuid:offer_id>/limits", offers.limits, name="offer-limits"),
    path("offers/<uuid:offer_id>/photo", offers.photo, name="offer-photo"),
    path("offers/<uuid:offer_id>/to/<str:to>", offers.state, name="offer-state"),
]
