"""Every sealed column is known to the change of keys."""

from django.apps import apps
from django.db import models

from nuanliu.usecases.sealed_columns import OF_NOBODY, OF_PERSONS


def test_every_sealed_column_is_known_to_the_change_of_keys():
    known = {(one.model, one.field) for one in (*OF_PERSONS, *OF_NOBODY)}
    sealed = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, models.BinaryField) and field.name.endswith("_sealed")
    }
    assert sealed - known == set(), "add it to nuanliu.usecases.sealed_columns"
    assert known <= sealed
