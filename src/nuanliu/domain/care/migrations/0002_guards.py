import nuanliu.platform.db
from django.db import migrations


class Migration(migrations.Migration):
    replaces = [
        ("care", "0002_references"),
        ("care", "0003_whose_visit"),
        ("care", "0004_units_of_visits"),
        ("care", "0005_grant_and_pool_pay"),
        ("care", "0006_household"),
        ("care", "0007_days"),
        ("care", "0008_slips"),
        ("care", "0009_certifying"),
        ("care", "0010_series"),
        ("care", "0011_disputes"),
        ("care", "0012_changes"),
        ("care", "0013_slip_batches"),
        ("care", "0014_watching"),
    ]

    dependencies = [
        ("care", "0001_initial"),
    ]

    operations = [
        nuanliu.platform.db.SiteReference(
            table="care_visit",
            column="need_id",
            parent="care_need",
        ),
        nuanliu.platform.db.SiteReference(
            table="care_declined",
            column="need_id",
            parent="care_need",
        ),
        nuanliu.platform.db.SiteReference(
            table="care_slip",
            column="range_id",
            parent="care_sliprange",
        ),
        nuanliu.platform.db.SiteReference(
            table="care_strayslip",
            column="slip_id",
            parent="care_slip",
        ),
        nuanliu.platform.db.SiteReference(
            table="care_asking",
            column="visit_id",
            parent="care_visit",
        ),
        nuanliu.platform.db.SiteReference(
            table="care_occurrence",
            column="series_id",
            parent="care_series",
        ),
        nuanliu.platform.db.SiteReference(
            table="care_occurrence",
            column="need_id",
            parent="care_need",
        ),
        nuanliu.platform.db.SiteReference(
            table="care_wishes",
            column="need_id",
            parent="care_need",
        ),
        nuanliu.platform.db.SiteReference(
            table="care_firstasked",
            column="need_id",
            parent="care_need",
        ),
        nuanliu.platform.db.SiteReference(
            table="care_fallbacktask",
            column="need_id",
            parent="care_need",
        ),
        nuanliu.platform.db.SiteReference(
            table="care_dispute",
            column="visit_id",
            parent="care_visit",
        ),
        nuanliu.platform.db.SiteReference(
            table="care_saying",
            column="dispute_id",
            parent="care_dispute",
        ),
        nuanliu.platform.db.SiteReference(
            table="care_ruling",
            column="dispute_id",
            parent="care_dispute",
        ),
        nuanliu.platform.db.SiteReference(
            table="care_changeasked",
            column="visit_id",
            parent="care_visit",
        ),
        nuanliu.platform.db.SiteReference(
            table="care_sliprow",
            column="batch_id",
            parent="care_slipbatch",
        ),
        nuanliu.platform.db.SiteReference(
            table="care_sliprow",
            column="slip_id",
            parent="care_slip",
        ),
        nuanliu.platform.db.SiteReference(
            table="care_slippicture",
            column="batch_id",
            parent="care_slipbatch",
        ),
        nuanliu.platform.db.SiteReference(
            table="care_incident",
            column="visit_id",
            parent="care_visit",
        ),
        nuanliu.platform.db.SiteReference(
            table="care_visitphoto",
            column="visit_id",
            parent="care_visit",
        ),
    ]
