from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_fewer_indexes")]

    operations = [
        migrations.AlterField(
            model_name="importrun",
            name="state",
            field=models.CharField(
                choices=[
                    ("uploaded", "待核对列"),
                    ("mapped", "检查中"),
                    ("previewed", "待导入"),
                    ("running", "导入中"),
                    ("done", "已导入"),
                    ("failed", "失败"),
                    ("cancelled", "已取消"),
                    ("undoing", "撤销中"),
                    ("undone", "已撤销"),
                ],
                default="uploaded",
                max_length=10,
                verbose_name="状态",
            ),
        ),
    ]
