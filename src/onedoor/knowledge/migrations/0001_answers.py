"""Articles with versions, the words they are found by, and what people made of them."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

import onedoor.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="Article",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.SlugField(max_length=80, unique=True)),
                ("topic", models.CharField(db_index=True, max_length=60)),
                ("service", models.CharField(db_index=True, default="", max_length=60)),
                ("reviewed_at", models.DateTimeField()),
                ("reviewed_by", models.UUIDField(null=True)),
                ("stale_since", models.DateTimeField(null=True)),
                ("service_version", models.CharField(default="", max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="ArticleVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("state", models.CharField(max_length=10)),
                ("title", models.JSONField()),
                ("sentence", models.JSONField()),
                ("points", models.JSONField(default=list)),
                ("also", models.JSONField(default=dict)),
                ("internal", models.JSONField(default=dict)),
                ("source", models.CharField(max_length=8)),
                ("note", models.TextField(default="")),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField()),
                ("approved_by", models.UUIDField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("effective_from", models.DateTimeField(null=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="knowledge.article",
                    ),
                ),
            ],
            options={
                "ordering": ["article", "number"],
            },
        ),
        migrations.CreateModel(
            name="ArticleText",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("language", models.CharField(max_length=8)),
                ("title", models.TextField()),
                ("terms", django.contrib.postgres.search.SearchVectorField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="knowledge.articleversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HelpComment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("door", models.CharField(max_length=20)),
                ("helpful", models.BooleanField()),
                ("comment", models.TextField()),
                ("said_at", models.DateTimeField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="knowledge.articleversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Helpfulness",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("door", models.CharField(max_length=20)),
                ("yes", models.PositiveIntegerField(default=0)),
                ("no", models.PositiveIntegerField(default=0)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="knowledge.articleversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=60, primary_key=True, serialize=False)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["word"], name="search_word_alike", opclasses=["gin_trgm_ops"]
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UnansweredSearch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("words", models.CharField(max_length=100)),
                ("language", models.CharField(max_length=8)),
                ("times", models.PositiveIntegerField(default=1)),
                ("last_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("words", "language"), name="unanswered_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="articleversion",
            index=models.Index(
                condition=models.Q(("state", "approved")),
                fields=["article", "-effective_from", "-number"],
                name="article_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="articleversion",
            constraint=models.UniqueConstraint(fields=("article", "number"), name="article_version_once"),
        ),
        migrations.AddConstraint(
            model_name="articleversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "offered"))),
                fields=("article",),
                name="one_draft_an_article",
            ),
        ),
        migrations.AddConstraint(
            model_name="articleversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("draft", "offered", "approved", "discarded"))),
                name="article_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="articleversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    models.Q(("approved_at__isnull", False), ("effective_from__isnull", False)),
                    _connector="OR",
                ),
                name="article_approved_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="articleversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    ("source", "file"),
                    models.Q(
                        ("approved_by__isnull", False),
                        models.Q(("approved_by", models.F("written_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="article_approved_by_a_second",
            ),
        ),
        migrations.AddIndex(
            model_name="articletext",
            index=django.contrib.postgres.indexes.GinIndex(fields=["terms"], name="article_terms"),
        ),
        migrations.AddConstraint(
            model_name="articletext",
            constraint=models.UniqueConstraint(fields=("version", "language"), name="article_text_once"),
        ),
        migrations.AddConstraint(
            model_name="helpfulness",
            constraint=models.UniqueConstraint(fields=("version", "door"), name="helpfulness_once"),
        ),
    ]
