from django.db import migrations


class Migration(migrations.Migration):
    """Nothing: it stands for the earlier ones, which are in the first now."""

    replaces = [
        ("notices", "0002_books_wrong"),
        ("notices", "0003_expiry_kinds"),
        ("notices", "0004_joining_kinds"),
        ("notices", "0005_grant_and_cap_kinds"),
        ("notices", "0006_gifts"),
        ("notices", "0007_cap_reached"),
        ("notices", "0008_household"),
        ("notices", "0009_life_events"),
        ("notices", "0010_honours"),
        ("notices", "0011_announced"),
        ("notices", "0012_courtesies"),
        ("notices", "0013_gatherings"),
        ("notices", "0014_questions_and_disputes"),
        ("notices", "0015_series"),
    ]

    dependencies = [
        ("notices", "0001_initial"),
    ]

    operations = []
