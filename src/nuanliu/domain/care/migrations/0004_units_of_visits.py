"""A visit that was taken before units were written down counts for the branch its helper belongs to now."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def name_units(apps, _editor):
    visit, person = apps.get_model("care", "Visit"), apps.get_model("people", "Person")
    branch = person.objects.filter(pk=OuterRef("volunteer_id")).values("branch_id")[:1]
    visit.objects.filter(unit=None).update(unit_id=Subquery(branch))


class Migration(migrations.Migration):
    dependencies = [("care", "0003_whose_visit"), ("people", "0001_initial")]

    operations = [migrations.RunPython(name_units, migrations.RunPython.noop)]
