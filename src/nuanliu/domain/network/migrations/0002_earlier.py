from django.db import migrations


class Migration(migrations.Migration):
    """Nothing: it stands for the earlier ones, which are in the first now."""

    replaces = [
        ("network", "0002_tree_posts_pledges"),
        ("network", "0003_first_standings"),
        ("network", "0004_login_stamp"),
        ("network", "0005_seal_keepers"),
    ]

    dependencies = [
        ("network", "0001_initial"),
    ]

    operations = []
