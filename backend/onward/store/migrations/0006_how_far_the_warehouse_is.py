from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('onward', '0005_devices_gifts_and_withdrawals')]

    initial = False

    operations = [
        ops.AddField(
            model_name='CaseRow',
            name='warehouse_km',
            field=fields.IntField(null=True),
        ),
    ]
