from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('onward', '0003_demand')]

    initial = False

    operations = [
        ops.CreateModel(
            name='CreditRow',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=48)),
                ('account_id', fields.CharField(db_index=True, max_length=48)),
                ('case', fields.ForeignKeyField('onward.CaseRow', source_field='case_id', db_index=True, db_constraint=True, to_field='id', on_delete=OnDelete.RESTRICT)),
                ('amount_minor', fields.BigIntField()),
                ('currency', fields.CharField(max_length=3)),
                ('memo', fields.CharField(max_length=40)),
                ('at', fields.BigIntField()),
            ],
            options={'table': 'credits', 'app': 'onward', 'pk_attr': 'id', 'table_description': 'Store credit, one movement a row. Granted is above zero and spent below.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='DisputeRow',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=80)),
                ('charge_id', fields.CharField(db_index=True, max_length=48)),
                ('case', fields.ForeignKeyField('onward.CaseRow', source_field='case_id', db_index=True, db_constraint=True, to_field='id', on_delete=OnDelete.RESTRICT)),
                ('status', fields.CharField(max_length=40)),
                ('amount_minor', fields.BigIntField()),
                ('currency', fields.CharField(max_length=3)),
                ('opened_at', fields.BigIntField()),
                ('closed_at', fields.BigIntField(null=True)),
            ],
            options={'table': 'disputes', 'app': 'onward', 'pk_attr': 'id', 'table_description': 'A charge that a bank takes back, under the id that the provider gave it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='DocumentRow',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=48)),
                ('case', fields.ForeignKeyField('onward.CaseRow', source_field='case_id', db_index=True, db_constraint=True, to_field='id', on_delete=OnDelete.RESTRICT)),
                ('kind', fields.CharField(max_length=40)),
                ('serial', fields.IntField()),
                ('number', fields.CharField(unique=True, max_length=40)),
                ('order_id', fields.CharField(db_index=True, max_length=48)),
                ('purchase_id', fields.CharField(null=True, db_index=True, max_length=48)),
                ('title', fields.CharField(max_length=200)),
                ('net_minor', fields.BigIntField()),
                ('tax_minor', fields.BigIntField()),
                ('currency', fields.CharField(max_length=3)),
                ('rate_bp', fields.IntField()),
                ('issued_at', fields.BigIntField(db_index=True)),
            ],
            options={'table': 'documents', 'app': 'onward', 'unique_together': (('kind', 'serial'),), 'pk_attr': 'id', 'table_description': 'An invoice or a credit note as it was issued. `serial` counts without gaps for each kind.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ReconciliationRow',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=48)),
                ('at', fields.BigIntField(db_index=True)),
                ('since', fields.BigIntField()),
                ('compared', fields.IntField()),
                ('differences', fields.TextField(unique=False)),
            ],
            options={'table': 'reconciliations', 'app': 'onward', 'pk_attr': 'id', 'table_description': "One comparison of a provider's books with ours. What differs is a JSON list."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='StrangeMessageRow',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=120)),
                ('source', fields.CharField(max_length=40)),
                ('kind', fields.CharField(max_length=80)),
                ('body', fields.TextField(unique=False)),
                ('received_at', fields.BigIntField(db_index=True)),
                ('seen_at', fields.BigIntField(null=True, db_index=True)),
            ],
            options={'table': 'strange_messages', 'app': 'onward', 'pk_attr': 'id', 'table_description': 'A genuine webhook that says nothing we know: kept until a person has seen it.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='CaseRow',
            name='quiet_since',
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name='ChargeRow',
            name='fingerprint',
            field=fields.CharField(null=True, db_index=True, max_length=80),
        ),
        ops.AlterField(
            model_name='ChargeRow',
            name='provider_ref',
            field=fields.CharField(db_index=True, max_length=80),
        ),
        ops.AddField(
            model_name='ClaimRow',
            name='amount_minor',
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name='ClaimRow',
            name='by_policy',
            field=fields.BooleanField(default=False),
        ),
        ops.AddField(
            model_name='ClaimRow',
            name='currency',
            field=fields.CharField(null=True, max_length=3),
        ),
        ops.AddField(
            model_name='ClaimRow',
            name='fault',
            field=fields.CharField(null=True, max_length=40),
        ),
        ops.AddField(
            model_name='ClaimRow',
            name='resolved_at',
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name='OrderRow',
            name='gift',
            field=fields.BooleanField(default=False),
        ),
        ops.AddField(
            model_name='OrderRow',
            name='shipping_minor',
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name='OrderRow',
            name='shipping_tax_minor',
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name='PurchaseRow',
            name='tax_rate_bp',
            field=fields.IntField(null=True),
        ),
        ops.AddField(
            model_name='RefundRow',
            name='credit_offered_at',
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name='RefundRow',
            name='destination',
            field=fields.CharField(default='ORIGINAL_PAYMENT', max_length=40),
        ),
        ops.AddField(
            model_name='RefundRow',
            name='fee_minor',
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name='RefundRow',
            name='held_because',
            field=fields.CharField(null=True, max_length=40),
        ),
        ops.AddField(
            model_name='RefundRow',
            name='held_until',
            field=fields.BigIntField(null=True),
        ),
        ops.AlterField(
            model_name='RefundRow',
            name='provider_ref',
            field=fields.CharField(null=True, db_index=True, max_length=80),
        ),
        ops.AddField(
            model_name='RefundRow',
            name='reviewer_id',
            field=fields.CharField(null=True, max_length=48),
        ),
        ops.AddField(
            model_name='RefundRow',
            name='shipping_minor',
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name='RefundRow',
            name='shipping_tax_minor',
            field=fields.BigIntField(null=True),
        ),
        ops.AddIndex(model_name='RefundRow', index=Index(fields=['status', 'due_at'])),
        ops.AddField(
            model_name='ShipmentRow',
            name='blind',
            field=fields.CharField(default='YES', max_length=40),
        ),
        ops.AddField(
            model_name='ShipmentRow',
            name='declared_g',
            field=fields.IntField(null=True),
        ),
        ops.AddField(
            model_name='ShipmentRow',
            name='product',
            field=fields.CharField(default='STANDARD', max_length=60),
        ),
        ops.AddField(
            model_name='ShipmentRow',
            name='weighed_g',
            field=fields.IntField(null=True),
        ),
    ]
