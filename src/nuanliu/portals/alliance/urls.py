from django.urls import path

from nuanliu.portals.alliance import applications, funds, settling, shops

app_name = "alliance"
urlpatterns = [
    path("", shops.home, name="home"),
    path("applications/<uuid:asking_shop_id>", applications.application, name="application"),
    path("applications/<uuid:asking_shop_id>/visit", applications.visit, name="visit"),
    path("applications/<uuid:asking_shop_id>/agree", applications.agree, name="agree"),
    path("applications/<uuid:asking_shop_id>/refuse", applications.refuse, name="refuse"),
    path("shops/<uuid:shop_id>", shops.shop, name="shop"),
    path("shops/<uuid:shop_id>/renew", shops.renew, name="renew"),
    path("shops/<uuid:shop_id>/to/<str:shop_state>", shops.state, name="shop-state"),
    path("offers/<uuid:offer_id>/bearer", shops.bearer, name="bearer"),
    path("statements", settling.statements, name="statements"),
    path("statements/<uuid:shop_statement_id>", settling.statement, name="statement"),
    path("statements/<uuid:shop_statement_id>/paper.pdf", settling.paper, name="statement-paper"),
    path("statements/<uuid:shop_statement_id>/sign", settling.sign, name="statement-sign"),
    path("statements/<uuid:shop_statement_id>/answer", settling.answer, name="statement-answer"),
    path("year", settling.year, name="year"),
    path("year/<uuid:shop_id>/give", settling.give, name="give"),
    path("funds", funds.funds, name="funds"),
    path("funds/<uuid:fund_id>", funds.fund, name="fund"),
    path("funds/<uuid:fund_id>/more", funds.more, name="fund-more"),
    path("funds/<uuid:fund_id>/end", funds.end, name="fund-end"),
]
