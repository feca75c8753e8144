from django.urls import path

from nuanliu.portals.bureau import (
    accounts,
    audit,
    audit_export,
    campaigns,
    city_pool,
    drafting,
    funds,
    kept,
    reconciliation,
    standard,
    views,
)

app_name = "bureau"
urlpatterns = [
    path("", views.home, name="home"),
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
    path("standard", standard.standard, name="standard"),
    path("standard/history", standard.history, name="standard-history"),
    path("standard/versions/<int:version_number>", standard.version, name="standard-version"),
    path("standard/drafts/new", drafting.draft_new, name="draft-new"),
    path("standard/drafts/<uuid:draft_id>", drafting.draft, name="draft"),
    path("standard/drafts/<uuid:draft_id>/frame", drafting.draft_frame, name="draft-frame"),
    path("standard/drafts/<uuid:draft_id>/rules/<slug:theme>", drafting.draft_theme, name="draft-theme"),
    path("audit", audit.audit, name="audit"),
    path("audit/export", audit_export.audit_export, name="audit-export"),
    path("audit/export.xlsx", audit_export.audit_file, name="audit-file"),
    path("funds", funds.funds, name="funds"),
    path("funds/city", city_pool.city_pool, name="city-pool"),
    path("campaigns", campaigns.campaigns, name="campaigns"),
    path("kept", kept.kept, name="kept"),
]
