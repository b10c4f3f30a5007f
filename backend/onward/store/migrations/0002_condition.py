from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('onward', '0001_initial')]

    initial = False

    operations = [
        ops.CreateModel(
            name='CataloguePictureRow',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=200)),
                ('findings', fields.TextField(unique=False)),
            ],
            options={'table': 'catalogue_pictures', 'app': 'onward', 'pk_attr': 'id', 'table_description': "What the catalogue's own pictures were measured to be. `id` is where the picture lies."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='OutcomeRow',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=48)),
                ('category', fields.CharField(max_length=40)),
                ('rule', fields.CharField(max_length=40)),
                ('grade', fields.CharField(max_length=40)),
                ('held', fields.BooleanField()),
                ('told_by', fields.CharField(max_length=40)),
                ('at', fields.BigIntField()),
            ],
            options={'table': 'outcomes', 'app': 'onward', 'indexes': [Index(fields=['category', 'at', 'id'])], 'pk_attr': 'id', 'table_description': 'How a grade held: one row a case that a person at its arrival has judged by now.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='PrintRow',
            fields=[
                ('seq', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('id', fields.CharField(unique=True, max_length=200)),
                ('case_id', fields.CharField(null=True, db_index=True, max_length=48)),
                ('bits', fields.BigIntField()),
            ],
            options={'table': 'prints', 'app': 'onward', 'pk_attr': 'seq', 'table_description': 'The perceptual hash of every picture ever seen, as a signed 64-bit number. `case_id` is empty'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='CaseRow',
            name='appealed_at',
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name='CaseRow',
            name='graded_by',
            field=fields.CharField(null=True, max_length=40),
        ),
        ops.AddField(
            model_name='CaseRow',
            name='proposed_grade',
            field=fields.CharField(null=True, max_length=40),
        ),
        ops.AddField(
            model_name='PhotoRow',
            name='findings',
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name='PhotoRow',
            name='occasion',
            field=fields.CharField(default='ASSESSMENT', max_length=40),
        ),
    ]
