from django.urls import path

from nuanliu.portals.bureau import (
    accounts,
    audit,
    audit_export,
    campaigns,
    city_pool,
    funds,
    kept,
    reconciliation,
    views,
)
from nuanliu.portals.bureau.figures import drill, overview, report, rows, supply, tilemap

app_name = "bureau"
urlpatterns = [
    path("", overview.home, name="home"),
    path("figures", drill.figures, name="figures"),
    path("figures/file", drill.figures_file, name="figures-file"),
    path("figures/rows", rows.rows, name="rows"),
    path("figures/rows/file", rows.rows_file, name="rows-file"),
    path("figures/late", rows.late, name="late"),
    path("figures/supply", supply.supply, name="supply"),
    path("figures/map", tilemap.town_map, name="map"),
    path("reports", report.report, name="report"),
    path("reports/paper", report.report_paper, name="report-paper"),
    path("reports/file", report.report_file, name="report-file"),
    path("figures/needs/<uuid:need_id>", rows.record, name="record"),
    path("sites", views.sites, name="sites"),
    path("sites/<uuid:site_id>", views.site, name="site"),
    path("books", views.books, name="books"),
    path("reconciliation", reconciliation.reconciliation, name="reconciliation"),
    path("reconciliation.xlsx", reconciliation.reconciliation_file, name="reconciliation-file"),
    path("reconciliation/check", reconciliation.check_now, name="check-now"),
    path("reconciliation/<uuid:site_id>", reconciliation.one_site, name="reconciliation-site"),
    path("reconciliation/<uuid:site_id>.xlsx", reconciliation.reconciliation_file, name="reconciliation-site-file"),
    path("accounts", accounts.accounts, name="accounts"),
    path("accounts/<uuid:site_id>/<uuid:account_id>", accounts.account, name="account"),
    path("accounts/<uuid:site_id>/<uuid:account_id>.xlsx", accounts.account_file, name="account-file"),
    path("standard", views.standard, name="standard"),
    path("audit", audit.audit, name="audit"),
    path("audit/export", audit_export.audit_export, name="audit-export"),
    path("audit/export.xlsx", audit_export.audit_file, name="audit-file"),
    path("funds", funds.funds, name="funds"),
    path("funds/city", city_pool.city_pool, name="city-pool"),
    path("campaigns", campaigns.campaigns, name="campaigns"),
    path("kept", kept.kept, name="kept"),
]
