from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0008_mandates_of_both_sides'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='duty',
            name='duty_kind_known',
        ),
        migrations.AlterField(
            model_name='duty',
            name='kind',
            field=models.CharField(choices=[('clerk', '收件受理'), ('reviewer', '审查'), ('decider', '决定'), ('issuer', '制证发证'), ('head', '机关负责人'), ('government_head', '人民政府负责人'), ('supervisor', '效能监察'), ('editor', '事项编制'), ('item_reviewer', '事项审核'), ('publisher', '事项发布'), ('administrator', '系统管理'), ('data_steward', '数据管理'), ('helper', '帮办代办')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['clerk', 'reviewer', 'decider', 'issuer', 'head', 'government_head', 'supervisor', 'editor', 'item_reviewer', 'publisher', 'administrator', 'data_steward', 'helper'])), name='duty_kind_known'),
        ),
    ]
