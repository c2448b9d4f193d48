
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ledger', '0003_saved_balances'),
        ('places', '0002_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=16, verbose_name='类别')),
                ('ref', models.CharField(blank=True, max_length=40)),
                ('code', models.CharField(max_length=30, verbose_name='科目代码')),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='科目名称')),
                ('company', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.company', verbose_name='公司')),
            ],
            options={
                'verbose_name': '科目对照',
                'verbose_name_plural': '科目对照',
                'constraints': [models.UniqueConstraint(fields=('company', 'kind', 'ref'), name='account_code_once'), models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='account_code_said')],
            },
        ),
        migrations.CreateModel(
            name='Settlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('through', models.DateField(verbose_name='结算截至')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='结算金额')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('state', models.CharField(choices=[('requested', '待批准'), ('paid', '已结算'), ('refused', '未批准')], default='requested', max_length=9, verbose_name='状态')),
                ('requested_at', models.DateTimeField(verbose_name='申请时间')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='批准时间')),
                ('answer', models.CharField(blank=True, max_length=200, verbose_name='批复')),
                ('company', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.company', verbose_name='公司')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('entry', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='settlement', to='ledger.entry')),
                ('estate', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.estate', verbose_name='项目')),
                ('payee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='settlements', to='ledger.payee', verbose_name='代收单位')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人')),
            ],
            options={
                'verbose_name': '代收结算',
                'verbose_name_plural': '代收结算',
                'indexes': [models.Index(fields=['estate', 'payee', '-id'], name='settlement_history')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='settlement_positive'), models.CheckConstraint(condition=models.Q(('decided_by', None), ('requested_by', None), models.Q(('decided_by', models.F('requested_by')), _negated=True), _connector='OR'), name='settlement_by_two'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'paid'), ('entry__isnull', False)), models.Q(models.Q(('state', 'paid'), _negated=True), ('entry', None)), _connector='OR'), name='settlement_paid_is_posted'), models.UniqueConstraint(condition=models.Q(('state', 'requested')), fields=('estate', 'payee'), name='settlement_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='VoucherExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='从')),
                ('until', models.DateField(verbose_name='到')),
                ('layout', models.CharField(choices=[('kingdee', '金蝶'), ('yonyou', '用友'), ('plain', '通用')], max_length=10, verbose_name='格式')),
                ('grouping', models.CharField(choices=[('day', '每天每类一张'), ('entry', '每笔分录一张')], max_length=5, verbose_name='汇总方式')),
                ('form', models.CharField(choices=[('xlsx', 'Excel'), ('text', '文本（CSV/TXT）')], max_length=4, verbose_name='文件类型')),
                ('first_number', models.PositiveIntegerField(verbose_name='起始凭证号')),
                ('vouchers', models.PositiveIntegerField(verbose_name='凭证数')),
                ('rows', models.PositiveIntegerField(verbose_name='行数')),
                ('entries', models.PositiveIntegerField(verbose_name='分录数')),
                ('debits', models.DecimalField(decimal_places=2, max_digits=16, verbose_name='借方合计')),
                ('credits', models.DecimalField(decimal_places=2, max_digits=16, verbose_name='贷方合计')),
                ('again', models.BooleanField(default=False, verbose_name='重复导出')),
                ('at', models.DateTimeField(verbose_name='导出时间')),
                ('file', models.FileField(max_length=200, upload_to='vouchers/%Y/%m/', verbose_name='文件')),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导出人')),
                ('company', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.company', verbose_name='公司')),
                ('estate', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.estate', verbose_name='项目')),
            ],
            options={
                'verbose_name': '凭证导出',
                'verbose_name_plural': '凭证导出',
                'indexes': [models.Index(fields=['estate', '-until'], name='voucher_export_days_ix')],
                'constraints': [models.CheckConstraint(condition=models.Q(('debits', models.F('credits'))), name='voucher_export_balances'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='voucher_export_days')],
            },
        ),
    ]
