"""Every organisation that stands already has stood where it is, ever."""

from django.db import migrations

from nuanliu.platform.ids import new_id


def stand(apps, _editor):
    node_model, standing = apps.get_model("network", "Node"), apps.get_model("network", "Standing")
    rows = node_model.objects.values_list("pk", "path").order_by("path")
    standing.objects.bulk_create(
        (standing(id=new_id(), node_id=pk, path=path) for pk, path in rows.iterator()), batch_size=1000
    )


class Migration(migrations.Migration):
    dependencies = [("network", "0002_tree_posts_pledges")]

    operations = [migrations.RunPython(stand, migrations.RunPython.noop)]
