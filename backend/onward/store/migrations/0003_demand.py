from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('onward', '0002_condition')]

    initial = False

    operations = [
        ops.CreateModel(
            name='ExchangeRow',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=48)),
                ('case', fields.ForeignKeyField('onward.CaseRow', source_field='case_id', db_index=True, db_constraint=True, to_field='id', on_delete=OnDelete.RESTRICT)),
                ('variant_id', fields.CharField(max_length=48)),
                ('source', fields.CharField(max_length=40)),
                ('status', fields.CharField(max_length=40)),
                ('price_minor', fields.BigIntField()),
                ('tax_minor', fields.BigIntField()),
                ('currency', fields.CharField(max_length=3)),
                ('order_id', fields.CharField(null=True, db_index=True, max_length=48)),
                ('held_at', fields.BigIntField()),
                ('because', fields.CharField(null=True, max_length=40)),
            ],
            options={'table': 'exchanges', 'app': 'onward', 'pk_attr': 'id', 'table_description': 'The other size, held for a returner.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='OfferRow',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=48)),
                ('kind', fields.CharField(max_length=40)),
                ('buyer_id', fields.CharField(db_index=True, max_length=48)),
                ('variant_id', fields.CharField(max_length=48)),
                ('product_id', fields.CharField(max_length=48)),
                ('highest_minor', fields.BigIntField()),
                ('currency', fields.CharField(max_length=3)),
                ('grades', fields.CharField(max_length=200)),
                ('automatic', fields.BooleanField()),
                ('method', fields.CharField(max_length=40)),
                ('status', fields.CharField(max_length=40)),
                ('version', fields.IntField()),
                ('made_at', fields.BigIntField()),
                ('ends_at', fields.BigIntField()),
                ('country', fields.CharField(max_length=2)),
                ('region', fields.CharField(max_length=40)),
                ('spot', fields.CharField(null=True, max_length=60)),
                ('asks', fields.IntField()),
                ('order_id', fields.CharField(null=True, db_index=True, max_length=48)),
            ],
            options={'table': 'offers', 'app': 'onward', 'indexes': [Index(fields=['variant_id', 'status', 'made_at', 'id'])], 'pk_attr': 'id', 'table_description': 'Demand that waits. `version` guards every change.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='PauseRow',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=120)),
                ('at', fields.BigIntField()),
                ('because', fields.CharField(max_length=40)),
            ],
            options={'table': 'pauses', 'app': 'onward', 'pk_attr': 'id', 'table_description': 'What the merchant stopped: everything, a category or a SKU.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='PlaceRow',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40)),
                ('country', fields.CharField(db_index=True, max_length=2)),
                ('lat_thousandths', fields.IntField()),
                ('lon_thousandths', fields.IntField()),
            ],
            options={'table': 'places', 'app': 'onward', 'pk_attr': 'id', 'table_description': 'Where a postcode lies, in thousandths of a degree, from a table the merchant brought.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ProposalRow',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=48)),
                ('case', fields.ForeignKeyField('onward.CaseRow', source_field='case_id', db_index=True, db_constraint=True, to_field='id', on_delete=OnDelete.RESTRICT)),
                ('unit_id', fields.CharField(max_length=48)),
                ('unit_asked', fields.CharField(null=True, unique=True, max_length=48)),
                ('listing_id', fields.CharField(max_length=48)),
                ('offer_id', fields.CharField(db_index=True, max_length=48)),
                ('offer_taken', fields.CharField(null=True, unique=True, max_length=48)),
                ('buyer_id', fields.CharField(db_index=True, max_length=48)),
                ('status', fields.CharField(max_length=40)),
                ('price_minor', fields.BigIntField()),
                ('currency', fields.CharField(max_length=3)),
                ('asked_at', fields.BigIntField()),
                ('until', fields.BigIntField()),
                ('match_id', fields.CharField(null=True, max_length=48)),
                ('km', fields.IntField(null=True)),
                ('why', fields.TextField(null=True, unique=False)),
            ],
            options={'table': 'proposals', 'app': 'onward', 'pk_attr': 'id', 'table_description': 'A question to somebody who waits. `unit_asked` and `offer_taken` are set while it stands:'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='CaseRow',
            name='asked_until',
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name='CaseRow',
            name='unpaid_until',
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name='MatchRow',
            name='offer_id',
            field=fields.CharField(null=True, max_length=48),
        ),
        ops.AddField(
            model_name='MatchRow',
            name='why',
            field=fields.TextField(null=True, unique=False),
        ),
    ]
