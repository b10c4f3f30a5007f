from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('onward', '0004_parcels_and_money')]

    initial = False

    operations = [
        ops.CreateModel(
            name='DeviceRow',
            fields=[
                ('seq', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('digest', fields.CharField(max_length=64)),
                ('account_id', fields.CharField(db_index=True, max_length=48)),
                ('first_seen_at', fields.BigIntField()),
                ('last_seen_at', fields.BigIntField(db_index=True)),
            ],
            options={'table': 'devices', 'app': 'onward', 'unique_together': (('digest', 'account_id'),), 'pk_attr': 'seq', 'table_description': 'A browser that an account signed in on, by a digest. No browser of staff is here.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='WithdrawalRow',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=48)),
                ('number', fields.CharField(unique=True, max_length=16)),
                ('order_id', fields.CharField(db_index=True, max_length=48)),
                ('case', fields.ForeignKeyField('onward.CaseRow', source_field='case_id', db_index=True, db_constraint=True, to_field='id', on_delete=OnDelete.RESTRICT)),
                ('contact_id', fields.CharField(max_length=48)),
                ('declared_at', fields.BigIntField()),
            ],
            options={'table': 'withdrawals', 'app': 'onward', 'pk_attr': 'id', 'table_description': 'A notice of withdrawal as it was sent. Whose it is lives sealed, under `contact_id`.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='CaseRow',
            name='declared_at',
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name='CaseRow',
            name='withdrawal_id',
            field=fields.CharField(null=True, db_index=True, max_length=48),
        ),
        ops.AddField(
            model_name='OrderRow',
            name='gift_code',
            field=fields.CharField(null=True, max_length=64),
        ),
        ops.AddField(
            model_name='OrderRow',
            name='recipient_id',
            field=fields.CharField(null=True, db_index=True, max_length=48),
        ),
        ops.AlterModelOptions(
            name='SignInCodeRow',
            options={'table': 'sign_in_codes', 'app': 'onward', 'pk_attr': 'email_digest', 'table_description': 'A one-time code, hashed. `tries` counts wrong guesses. Whoever enters it was given'},
        ),
        ops.AddField(
            model_name='SignInCodeRow',
            name='gift_order_id',
            field=fields.CharField(null=True, max_length=48),
        ),
    ]

