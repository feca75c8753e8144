from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_poster"),
        ("ledger", "0004_seals"),
    ]

    operations = [
        migrations.AddField(
            model_name="snapshot",
            name="came_in",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
    ]
