"""Fill the operator table."""

from django.db import migrations

from mep.endusers import operators


def fill(apps, schema_editor):
    """Add every operator the product begins with."""
    operator = apps.get_model("endusers", "Operator")
    operator.objects.bulk_create(
        operator(code=code, numeric_id=numeric_id, name=code, country=country)
        for code, numeric_id, country in operators.rows()
    )


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("endusers", "0002_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
