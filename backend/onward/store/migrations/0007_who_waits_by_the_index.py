from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.indexes import Index
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('onward', '0006_how_far_the_warehouse_is')]

    initial = False

    operations = [
        ops.RemoveIndex(
            model_name='OfferRow',
            fields=['variant_id', 'status', 'made_at', 'id'],
        ),
        ops.AddIndex(
            model_name='OfferRow',
            index=Index(fields=['variant_id', 'status', 'made_at', 'id', 'kind', 'ends_at', 'buyer_id', 'product_id', 'highest_minor', 'currency', 'grades', 'automatic', 'method', 'version', 'country', 'region', 'spot', 'asks', 'order_id']),
        ),
        ops.AlterField(
            model_name='OfferRow',
            name='buyer_id',
            field=fields.CharField(max_length=48),
        ),
        ops.AddIndex(
            model_name='OfferRow',
            index=Index(fields=['buyer_id', 'product_id']),
        ),
    ]
