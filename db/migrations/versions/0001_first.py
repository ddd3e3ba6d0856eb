"""The first form of the database: people, stays, permits, and the journal that is only ever added to."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "station_key",
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("since", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("private", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("length(station) <= 60", name=op.f("ck_station_key_station_length")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_station_key")),
        sqlite_strict=True,
    )
    op.create_table(
        "blob",
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(media) <= 40", name=op.f("ck_blob_media_length")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
        sqlite_strict=True,
    )
    op.create_table(
        "page_picture",
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("unnamed_since", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_page_picture")),
        sqlite_strict=True,
    )
    op.create_table(
        "dwelling",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("landlord_name", sa.Text(), nullable=False),
        sa.Column("landlord_phone", sa.Text(), nullable=False),
        sa.Column("landlord_initials", sa.Text(), nullable=False),
        sa.CheckConstraint("length(address) <= 200", name=op.f("ck_dwelling_address_length")),
        sa.CheckConstraint("length(community) <= 60", name=op.f("ck_dwelling_community_length")),
        sa.CheckConstraint("length(division) <= 6", name=op.f("ck_dwelling_division_length")),
        sa.CheckConstraint("length(initials) <= 200", name=op.f("ck_dwelling_initials_length")),
        sa.CheckConstraint(
            "length(landlord_initials) <= 100", name=op.f("ck_dwelling_landlord_initials_length")
        ),
        sa.CheckConstraint("length(landlord_name) <= 100", name=op.f("ck_dwelling_landlord_name_length")),
        sa.CheckConstraint("length(landlord_phone) <= 20", name=op.f("ck_dwelling_landlord_phone_length")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_dwelling")),
        sa.UniqueConstraint("id", name=op.f("uq_dwelling_id")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_dwelling_division_community_address"),
        "dwelling",
        ["division", "community", "address"],
        unique=True,
    )
    op.create_index(op.f("ix_dwelling_initials"), "dwelling", ["initials"], unique=False)
    op.create_index(
        op.f("ix_dwelling_landlord_initials_landlord_name_landlord_phone"),
        "dwelling",
        ["landlord_initials", "landlord_name", "landlord_phone"],
        unique=False,
    )
    op.create_table(
        "journal",
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("txn", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("row_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("op", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text().with_variant(sa.JSON(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.Column("officer_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.Column("at", sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql"), nullable=False),
        sa.Column("clock_suspect", sa.Integer().with_variant(sa.Boolean(), "postgresql"), nullable=False),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("op IN ('ins', 'upd', 'del')", name=op.f("ck_journal_op_known")),
        sa.CheckConstraint("length(act) <= 60", name=op.f("ck_journal_act_length")),
        sa.CheckConstraint("length(kind) <= 30", name=op.f("ck_journal_kind_length")),
        sa.PrimaryKeyConstraint("epoch", "seq", name=op.f("pk_journal")),
        sqlite_strict=True,
    )
    of_conflicts = sa.text("act IN ('merge', 'ask_question', 'answer_question', 'withdraw_question')")
    op.create_index(
        op.f("ix_journal_epoch_seq"),
        "journal",
        ["epoch", "seq"],
        unique=False,
        sqlite_where=of_conflicts,
        postgresql_where=of_conflicts,
    )
    op.create_index(
        op.f("ix_journal_person_id_epoch_seq"), "journal", ["person_id", "epoch", "seq"], unique=False
    )
    op.create_index(op.f("ix_journal_row_id"), "journal", ["row_id"], unique=False)
    op.create_index(op.f("ix_journal_txn"), "journal", ["txn"], unique=False)
    op.create_table(
        "journal_head",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql"), nullable=False),
        sa.CheckConstraint("one = 1", name=op.f("ck_journal_head_only_one")),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_journal_head")),
        sqlite_strict=True,
    )
    op.create_table(
        "office",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organ", sa.Text(), nullable=False),
        sa.Column("permit_title", sa.Text(), nullable=False),
        sa.Column("fictional", sa.Integer().with_variant(sa.Boolean(), "postgresql"), nullable=False),
        sa.Column("keeps_pages", sa.Integer().with_variant(sa.Boolean(), "postgresql"), nullable=False),
        sa.Column(
            "keeps_identity_pages", sa.Integer().with_variant(sa.Boolean(), "postgresql"), nullable=False
        ),
        sa.CheckConstraint("length(division) <= 6", name=op.f("ck_office_division_length")),
        sa.CheckConstraint("length(name) <= 60", name=op.f("ck_office_name_length")),
        sa.CheckConstraint("length(organ) <= 60", name=op.f("ck_office_organ_length")),
        sa.CheckConstraint("length(permit_title) <= 30", name=op.f("ck_office_permit_title_length")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_office")),
        sa.UniqueConstraint("id", name=op.f("uq_office_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "officer",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("active", sa.Integer().with_variant(sa.Boolean(), "postgresql"), nullable=False),
        sa.Column("communities", sa.Text().with_variant(sa.JSON(), "postgresql"), nullable=False),
        sa.CheckConstraint("length(login) <= 30", name=op.f("ck_officer_login_length")),
        sa.CheckConstraint("length(name) <= 60", name=op.f("ck_officer_name_length")),
        sa.CheckConstraint("length(password_hash) <= 300", name=op.f("ck_officer_password_hash_length")),
        sa.CheckConstraint("length(post) <= 60", name=op.f("ck_officer_post_length")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_officer")),
        sa.UniqueConstraint("id", name=op.f("uq_officer_id")),
        sa.UniqueConstraint("login", name=op.f("uq_officer_login")),
        sqlite_strict=True,
    )
    op.create_table(
        "series",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("next", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(name) <= 60", name=op.f("ck_series_name_length")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_series")),
        sa.UniqueConstraint("id", name=op.f("uq_series_id")),
        sa.UniqueConstraint("name", name=op.f("uq_series_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "label",
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_label")),
        sqlite_strict=True,
    )
    op.create_table(
        "place_label",
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_place_label")),
        sqlite_strict=True,
    )
    op.create_table(
        "clue",
        sa.Column("by", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("home", sa.Integer(), nullable=False),
        sa.Column("other_home", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("by", "text", "row", name=op.f("pk_clue")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "extract",
        sa.Column("first", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("layout", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("first", name=op.f("pk_extract")),
        sqlite_strict=True,
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("content", sa.Text().with_variant(sa.JSON(), "postgresql"), nullable=False),
        sa.Column(
            "saved_at", sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql"), nullable=False
        ),
        sa.CheckConstraint("length(form) <= 40", name=op.f("ck_draft_form_length")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_draft_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_draft_officer_id"), "draft", ["officer_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("born_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("nation", sa.Text(), nullable=False),
        sa.Column("household_division", sa.Text(), nullable=True),
        sa.Column("household_address", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("education", sa.Text(), nullable=True),
        sa.Column("urgent_name", sa.Text(), nullable=False),
        sa.Column("urgent_phone", sa.Text(), nullable=False),
        sa.Column("pinyin", sa.Text(), nullable=False),
        sa.Column("photo", sa.LargeBinary(length=32), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.CheckConstraint("sex IN ('0', '1', '2', '9')", name=op.f("ck_person_sex_known")),
        sa.CheckConstraint("length(education) <= 20", name=op.f("ck_person_education_length")),
        sa.CheckConstraint(
            "length(household_address) <= 200", name=op.f("ck_person_household_address_length")
        ),
        sa.CheckConstraint(
            "length(household_division) <= 6", name=op.f("ck_person_household_division_length")
        ),
        sa.CheckConstraint("length(name) <= 100", name=op.f("ck_person_name_length")),
        sa.CheckConstraint("length(nation) <= 2", name=op.f("ck_person_nation_length")),
        sa.CheckConstraint("length(phone) <= 20", name=op.f("ck_person_phone_length")),
        sa.CheckConstraint("length(pinyin) <= 700", name=op.f("ck_person_pinyin_length")),
        sa.CheckConstraint("length(remark) <= 1000", name=op.f("ck_person_remark_length")),
        sa.CheckConstraint("length(urgent_name) <= 100", name=op.f("ck_person_urgent_name_length")),
        sa.CheckConstraint("length(urgent_phone) <= 20", name=op.f("ck_person_urgent_phone_length")),
        sa.ForeignKeyConstraint(["photo"], ["blob.sha256"], name=op.f("fk_person_photo")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_person")),
        sa.UniqueConstraint("id", name=op.f("uq_person_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_person_born_on"), "person", ["born_on"], unique=False)
    op.create_index(op.f("ix_person_name"), "person", ["name"], unique=False)
    op.create_index(op.f("ix_person_photo"), "person", ["photo"], unique=False)
    op.create_table(
        "employment",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("since", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("until", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("employer", sa.Text(), nullable=False),
        sa.CheckConstraint("length(division) <= 6", name=op.f("ck_employment_division_length")),
        sa.CheckConstraint("length(employer) <= 100", name=op.f("ck_employment_employer_length")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_employment_person_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_employment")),
        sa.UniqueConstraint("id", name=op.f("uq_employment_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_employment_person_id"), "employment", ["person_id"], unique=False)
    op.create_table(
        "household",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["head_id"], ["person.id"], name=op.f("fk_household_head_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_household")),
        sa.UniqueConstraint("id", name=op.f("uq_household_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_household_head_id"), "household", ["head_id"], unique=False)
    op.create_table(
        "identifier",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('citizen', 'hmt', 'foreign', 'provisional')", name=op.f("ck_identifier_kind_known")
        ),
        sa.CheckConstraint("length(number) <= 30", name=op.f("ck_identifier_number_length")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_identifier_person_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_identifier")),
        sa.UniqueConstraint("id", name=op.f("uq_identifier_id")),
        sa.UniqueConstraint("number", name=op.f("uq_identifier_number")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_identifier_person_id"), "identifier", ["person_id"], unique=False)
    op.create_table(
        "insurance",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("since", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("until", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("backpaid", sa.Integer().with_variant(sa.Boolean(), "postgresql"), nullable=False),
        sa.Column("flexible", sa.Integer().with_variant(sa.Boolean(), "postgresql"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('pension', 'medical', 'unemployment', 'injury', 'maternity')",
            name=op.f("ck_insurance_kind_known"),
        ),
        sa.CheckConstraint("length(region) <= 6", name=op.f("ck_insurance_region_length")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_insurance_person_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_insurance")),
        sa.UniqueConstraint("id", name=op.f("uq_insurance_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_insurance_person_id"), "insurance", ["person_id"], unique=False)
    op.create_table(
        "schooling",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("since", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("until", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("school", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "level IN ('primary', 'junior', 'senior', 'vocational', 'higher')",
            name=op.f("ck_schooling_level_known"),
        ),
        sa.CheckConstraint("length(division) <= 6", name=op.f("ck_schooling_division_length")),
        sa.CheckConstraint("length(school) <= 100", name=op.f("ck_schooling_school_length")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_schooling_person_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_schooling")),
        sa.UniqueConstraint("id", name=op.f("uq_schooling_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_schooling_person_id"), "schooling", ["person_id"], unique=False)
    op.create_table(
        "statement",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.CheckConstraint("value IN ('yes', 'no', 'unknown')", name=op.f("ck_statement_value_known")),
        sa.CheckConstraint("length(name) <= 60", name=op.f("ck_statement_name_length")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_statement_person_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_statement")),
        sa.UniqueConstraint("id", name=op.f("uq_statement_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_statement_person_id"), "statement", ["person_id"], unique=False)
    op.create_table(
        "stay",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("dwelling_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("arrived_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("left_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("leave_reason", sa.Text(), nullable=True),
        sa.Column("register_by", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("report_by", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("registered", sa.Integer().with_variant(sa.Boolean(), "postgresql"), nullable=False),
        sa.Column("expected_until", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("tenure", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("employer", sa.Text(), nullable=False),
        sa.Column("employer_initials", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("contract_until", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("insured", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.CheckConstraint("insured IN ('here', 'elsewhere', 'none')", name=op.f("ck_stay_insured_known")),
        sa.CheckConstraint(
            "tenure IN ('owned', 'rented', 'dormitory', 'school', 'relatives', 'other')",
            name=op.f("ck_stay_tenure_known"),
        ),
        sa.CheckConstraint(
            "left_on IS NULL OR left_on >= arrived_on", name=op.f("ck_stay_leaves_after_arriving")
        ),
        sa.CheckConstraint("length(employer) <= 100", name=op.f("ck_stay_employer_length")),
        sa.CheckConstraint("length(employer_initials) <= 100", name=op.f("ck_stay_employer_initials_length")),
        sa.CheckConstraint("length(job) <= 60", name=op.f("ck_stay_job_length")),
        sa.CheckConstraint("length(leave_reason) <= 30", name=op.f("ck_stay_leave_reason_length")),
        sa.CheckConstraint("length(purpose) <= 10", name=op.f("ck_stay_purpose_length")),
        sa.CheckConstraint("length(remark) <= 1000", name=op.f("ck_stay_remark_length")),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_stay_dwelling_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stay_person_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_stay")),
        sa.UniqueConstraint("id", name=op.f("uq_stay_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_stay_dwelling_id"), "stay", ["dwelling_id"], unique=False)
    op.create_index(
        op.f("ix_stay_employer_initials_employer_left_on"),
        "stay",
        ["employer_initials", "employer", "left_on"],
        unique=False,
    )
    op.create_index(op.f("ix_stay_person_id"), "stay", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_stay_register_by_left_on_registered"),
        "stay",
        ["register_by", "left_on", "registered"],
        unique=False,
        sqlite_where=sa.text("left_on IS NULL AND registered = 0"),
        postgresql_where=sa.text("left_on IS NULL AND NOT registered"),
    )
    op.create_index(
        op.f("ix_stay_report_by_left_on_registered"),
        "stay",
        ["report_by", "left_on", "registered"],
        unique=False,
        sqlite_where=sa.text("left_on IS NULL AND registered = 0"),
        postgresql_where=sa.text("left_on IS NULL AND NOT registered"),
    )
    op.create_table(
        "member",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("since", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("until", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.CheckConstraint("length(relation) <= 10", name=op.f("ck_member_relation_length")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_member_household_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_member_person_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_member")),
        sa.UniqueConstraint("id", name=op.f("uq_member_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_member_household_id"), "member", ["household_id"], unique=False)
    op.create_index(op.f("ix_member_person_id"), "member", ["person_id"], unique=False)
    op.create_table(
        "permit",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("stay_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("replaces_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.Column("first_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("applied_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("accepted_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("issue_by", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("approved_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("issued_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("handed_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("full_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("endorse_by", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("ended_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("agent_name", sa.Text(), nullable=False),
        sa.Column("agent_number", sa.Text(), nullable=False),
        sa.Column("agent_relation", sa.Text(), nullable=False),
        sa.Column("agent_reason", sa.Text(), nullable=False),
        sa.Column("fee", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('applied', 'accepted', 'refused', 'approved', 'printed', 'issued', 'suspended', "
            "'lost', 'replaced', 'cancelled', 'seized')",
            name=op.f("ck_permit_state_known"),
        ),
        sa.CheckConstraint(
            "handed_on IS NULL OR issued_on IS NOT NULL", name=op.f("ck_permit_dated_when_handed_out")
        ),
        sa.CheckConstraint("kind IN ('first', 'replacement', 'reissue')", name=op.f("ck_permit_kind_known")),
        sa.CheckConstraint("length(agent_name) <= 100", name=op.f("ck_permit_agent_name_length")),
        sa.CheckConstraint("length(agent_number) <= 30", name=op.f("ck_permit_agent_number_length")),
        sa.CheckConstraint("length(agent_reason) <= 200", name=op.f("ck_permit_agent_reason_length")),
        sa.CheckConstraint("length(agent_relation) <= 30", name=op.f("ck_permit_agent_relation_length")),
        sa.CheckConstraint("length(end_reason) <= 1100", name=op.f("ck_permit_end_reason_length")),
        sa.CheckConstraint("length(fee) <= 20", name=op.f("ck_permit_fee_length")),
        sa.CheckConstraint("length(number) <= 30", name=op.f("ck_permit_number_length")),
        sa.CheckConstraint("length(receipt) <= 40", name=op.f("ck_permit_receipt_length")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_permit_person_id")),
        sa.ForeignKeyConstraint(["first_id"], ["permit.id"], name=op.f("fk_permit_first_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["permit.id"], name=op.f("fk_permit_replaces_id")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_permit_stay_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_permit")),
        sa.UniqueConstraint("id", name=op.f("uq_permit_id")),
        sa.UniqueConstraint("number", name=op.f("uq_permit_number")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_permit_person_id"), "permit", ["person_id"], unique=False)
    op.create_index(op.f("ix_permit_first_id"), "permit", ["first_id"], unique=False)
    op.create_index(op.f("ix_permit_replaces_id"), "permit", ["replaces_id"], unique=False)
    op.create_index(
        op.f("ix_permit_state_endorse_by_full_on"), "permit", ["state", "endorse_by", "full_on"], unique=False
    )
    op.create_index(op.f("ix_permit_state_issue_by"), "permit", ["state", "issue_by"], unique=False)
    op.create_index(op.f("ix_permit_stay_id"), "permit", ["stay_id"], unique=False)
    op.create_table(
        "registration",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("stay_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("registered_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("closed_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("told", sa.Text().with_variant(sa.JSON(), "postgresql"), nullable=False),
        sa.CheckConstraint("length(number) <= 30", name=op.f("ck_registration_number_length")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_registration_person_id")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_registration_stay_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_registration")),
        sa.UniqueConstraint("id", name=op.f("uq_registration_id")),
        sa.UniqueConstraint("number", name=op.f("uq_registration_number")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_registration_person_id"), "registration", ["person_id"], unique=False)
    op.create_index(op.f("ix_registration_registered_on"), "registration", ["registered_on"], unique=False)
    op.create_index(op.f("ix_registration_stay_id"), "registration", ["stay_id"], unique=True)
    op.create_table(
        "decision",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("permit_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.Column("stay_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("officer_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("pack", sa.Text(), nullable=True),
        sa.Column("pack_version", sa.Text(), nullable=True),
        sa.Column("pack_checksum", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text().with_variant(sa.JSON(), "postgresql"), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.CheckConstraint("length(opinion) <= 1000", name=op.f("ck_decision_opinion_length")),
        sa.CheckConstraint("length(outcome) <= 30", name=op.f("ck_decision_outcome_length")),
        sa.CheckConstraint("length(pack) <= 30", name=op.f("ck_decision_pack_length")),
        sa.CheckConstraint("length(pack_checksum) <= 64", name=op.f("ck_decision_pack_checksum_length")),
        sa.CheckConstraint("length(pack_version) <= 30", name=op.f("ck_decision_pack_version_length")),
        sa.CheckConstraint("length(rule) <= 60", name=op.f("ck_decision_rule_length")),
        sa.CheckConstraint("length(subject) <= 30", name=op.f("ck_decision_subject_length")),
        sa.CheckConstraint("length(verdict) <= 10", name=op.f("ck_decision_verdict_length")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_decision_officer_id")),
        sa.ForeignKeyConstraint(["permit_id"], ["permit.id"], name=op.f("fk_decision_permit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_decision_person_id")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_decision_stay_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_decision")),
        sa.UniqueConstraint("id", name=op.f("uq_decision_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_decision_officer_id"), "decision", ["officer_id"], unique=False)
    op.create_index(op.f("ix_decision_permit_id"), "decision", ["permit_id"], unique=False)
    op.create_index(op.f("ix_decision_person_id"), "decision", ["person_id"], unique=False)
    op.create_index(op.f("ix_decision_stay_id"), "decision", ["stay_id"], unique=False)
    op.create_table(
        "endorsement",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("permit_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("endorsed_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("due_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("officer_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.Column("decision_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_endorsement_decision_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_endorsement_officer_id")),
        sa.ForeignKeyConstraint(["permit_id"], ["permit.id"], name=op.f("fk_endorsement_permit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_endorsement_person_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_endorsement")),
        sa.UniqueConstraint("id", name=op.f("uq_endorsement_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_endorsement_decision_id"), "endorsement", ["decision_id"], unique=False)
    op.create_index(op.f("ix_endorsement_endorsed_on"), "endorsement", ["endorsed_on"], unique=False)
    op.create_index(op.f("ix_endorsement_officer_id"), "endorsement", ["officer_id"], unique=False)
    op.create_index(op.f("ix_endorsement_permit_id"), "endorsement", ["permit_id"], unique=False)
    op.create_index(
        op.f("ix_endorsement_permit_id_due_on"), "endorsement", ["permit_id", "due_on"], unique=True
    )
    op.create_index(op.f("ix_endorsement_person_id"), "endorsement", ["person_id"], unique=False)
    op.create_table(
        "material",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("permit_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("proves", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("verified", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "proves IN ('identity', 'photo', 'address', 'work', 'study', 'agent')",
            name=op.f("ck_material_proves_known"),
        ),
        sa.CheckConstraint("state IN ('held', 'missing')", name=op.f("ck_material_state_known")),
        sa.CheckConstraint(
            "verified IN ('', 'original_seen', 'card_read', 'database', 'by_phone')",
            name=op.f("ck_material_verified_known"),
        ),
        sa.CheckConstraint("length(kind) <= 30", name=op.f("ck_material_kind_length")),
        sa.CheckConstraint("length(remark) <= 1000", name=op.f("ck_material_remark_length")),
        sa.ForeignKeyConstraint(["permit_id"], ["permit.id"], name=op.f("fk_material_permit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_material_person_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_material")),
        sa.UniqueConstraint("id", name=op.f("uq_material_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_material_permit_id"), "material", ["permit_id"], unique=False)
    op.create_index(op.f("ix_material_person_id"), "material", ["person_id"], unique=False)
    op.create_table(
        "page",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("material_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("picture", sa.LargeBinary(length=32), nullable=False),
        sa.Column("taken_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("officer_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("frames", sa.Text().with_variant(sa.JSON(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["material_id"], ["material.id"], name=op.f("fk_page_material_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_page_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_page_person_id")),
        sa.ForeignKeyConstraint(["picture"], ["page_picture.sha256"], name=op.f("fk_page_picture")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_page")),
        sa.UniqueConstraint("id", name=op.f("uq_page_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_page_material_id"), "page", ["material_id"], unique=False)
    op.create_index(op.f("ix_page_officer_id"), "page", ["officer_id"], unique=False)
    op.create_index(op.f("ix_page_person_id"), "page", ["person_id"], unique=False)
    op.create_index(op.f("ix_page_picture"), "page", ["picture"], unique=False)
    op.create_index(op.f("ix_page_taken_on"), "page", ["taken_on"], unique=False)
    op.create_table(
        "notice",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("permit_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("told_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("officer_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("items", sa.Text().with_variant(sa.JSON(), "postgresql"), nullable=False),
        sa.Column("on_file", sa.Text().with_variant(sa.JSON(), "postgresql"), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.CheckConstraint("length(remark) <= 1000", name=op.f("ck_notice_remark_length")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_notice_officer_id")),
        sa.ForeignKeyConstraint(["permit_id"], ["permit.id"], name=op.f("fk_notice_permit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_notice")),
        sa.UniqueConstraint("id", name=op.f("uq_notice_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_notice_officer_id"), "notice", ["officer_id"], unique=False)
    op.create_index(op.f("ix_notice_permit_id"), "notice", ["permit_id"], unique=False)
    op.create_index(op.f("ix_notice_person_id"), "notice", ["person_id"], unique=False)
    op.create_table(
        "offer",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("told_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("officer_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("pack_version", sa.Text(), nullable=False),
        sa.Column("pack_checksum", sa.Text(), nullable=False),
        sa.CheckConstraint("length(pack) <= 30", name=op.f("ck_offer_pack_length")),
        sa.CheckConstraint("length(pack_checksum) <= 64", name=op.f("ck_offer_pack_checksum_length")),
        sa.CheckConstraint("length(pack_version) <= 30", name=op.f("ck_offer_pack_version_length")),
        sa.CheckConstraint("length(rule) <= 60", name=op.f("ck_offer_rule_length")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_offer_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_offer_person_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_offer")),
        sa.UniqueConstraint("id", name=op.f("uq_offer_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_offer_officer_id"), "offer", ["officer_id"], unique=False)
    op.create_index(op.f("ix_offer_opens_on"), "offer", ["opens_on"], unique=False)
    op.create_index(op.f("ix_offer_person_id"), "offer", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_offer_person_id_rule_opens_on"), "offer", ["person_id", "rule", "opens_on"], unique=True
    )
    op.create_index(op.f("ix_offer_told_on"), "offer", ["told_on"], unique=False)
    op.create_table(
        "permit_step",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("permit_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("taken_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("officer_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("proofs", sa.Text().with_variant(sa.JSON(), "postgresql"), nullable=False),
        sa.Column("card_returned", sa.Integer().with_variant(sa.Boolean(), "postgresql"), nullable=False),
        sa.Column("until", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("decision_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.CheckConstraint('length("after") <= 20', name=op.f("ck_permit_step_after_length")),
        sa.CheckConstraint('length("before") <= 20', name=op.f("ck_permit_step_before_length")),
        sa.CheckConstraint("length(ground) <= 30", name=op.f("ck_permit_step_ground_length")),
        sa.CheckConstraint("length(reason) <= 1000", name=op.f("ck_permit_step_reason_length")),
        sa.CheckConstraint("length(step) <= 20", name=op.f("ck_permit_step_step_length")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_permit_step_decision_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_permit_step_officer_id")),
        sa.ForeignKeyConstraint(["permit_id"], ["permit.id"], name=op.f("fk_permit_step_permit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_permit_step_person_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_permit_step")),
        sa.UniqueConstraint("id", name=op.f("uq_permit_step_id")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_permit_step_before_after_taken_on"),
        "permit_step",
        ["before", "after", "taken_on"],
        unique=False,
    )
    op.create_index(op.f("ix_permit_step_decision_id"), "permit_step", ["decision_id"], unique=False)
    op.create_index(op.f("ix_permit_step_officer_id"), "permit_step", ["officer_id"], unique=False)
    op.create_index(op.f("ix_permit_step_permit_id"), "permit_step", ["permit_id"], unique=False)
    op.create_index(op.f("ix_permit_step_person_id"), "permit_step", ["person_id"], unique=False)
    op.create_index(op.f("ix_permit_step_taken_on_step"), "permit_step", ["taken_on", "step"], unique=False)
    op.create_table(
        "printout",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.Column("permit_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.Column("registration_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("pdf", sa.LargeBinary(length=32), nullable=False),
        sa.Column("officer_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("copy_of", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.Column("batch_of", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('prepared', 'sent', 'came_out', 'spoiled', 'void')",
            name=op.f("ck_printout_state_known"),
        ),
        sa.CheckConstraint("length(document) <= 40", name=op.f("ck_printout_document_length")),
        sa.CheckConstraint("length(reason) <= 200", name=op.f("ck_printout_reason_length")),
        sa.CheckConstraint("length(sheet) <= 40", name=op.f("ck_printout_sheet_length")),
        sa.ForeignKeyConstraint(["batch_of"], ["printout.id"], name=op.f("fk_printout_batch_of")),
        sa.ForeignKeyConstraint(["copy_of"], ["printout.id"], name=op.f("fk_printout_copy_of")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_printout_officer_id")),
        sa.ForeignKeyConstraint(["pdf"], ["blob.sha256"], name=op.f("fk_printout_pdf")),
        sa.ForeignKeyConstraint(["permit_id"], ["permit.id"], name=op.f("fk_printout_permit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_printout_person_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_printout_registration_id")
        ),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_printout")),
        sa.UniqueConstraint("id", name=op.f("uq_printout_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_printout_batch_of"), "printout", ["batch_of"], unique=False)
    op.create_index(op.f("ix_printout_copy_of"), "printout", ["copy_of"], unique=False)
    op.create_index(
        op.f("ix_printout_document_batch_of_made_on"),
        "printout",
        ["document", "batch_of", "made_on"],
        unique=False,
    )
    op.create_index(op.f("ix_printout_made_on"), "printout", ["made_on"], unique=False)
    op.create_index(op.f("ix_printout_officer_id"), "printout", ["officer_id"], unique=False)
    op.create_index(op.f("ix_printout_pdf"), "printout", ["pdf"], unique=False)
    op.create_index(op.f("ix_printout_permit_id"), "printout", ["permit_id"], unique=False)
    op.create_index(op.f("ix_printout_person_id"), "printout", ["person_id"], unique=False)
    op.create_index(op.f("ix_printout_registration_id"), "printout", ["registration_id"], unique=False)
    op.create_table(
        "blank_box",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("to_a_sheet", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("officer_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.CheckConstraint("length(first) <= 20", name=op.f("ck_blank_box_first_length")),
        sa.CheckConstraint("length(last) <= 20", name=op.f("ck_blank_box_last_length")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_blank_box_officer_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_blank_box")),
        sa.UniqueConstraint("id", name=op.f("uq_blank_box_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_blank_box_officer_id"), "blank_box", ["officer_id"], unique=False)
    op.create_table(
        "blank",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("box_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("printout_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.Column("settled_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("length(number) <= 20", name=op.f("ck_blank_number_length")),
        sa.CheckConstraint("length(reason) <= 200", name=op.f("ck_blank_reason_length")),
        sa.CheckConstraint(
            "state IN ('lies', 'reserved', 'used', 'spoiled', 'returned')", name=op.f("ck_blank_state_known")
        ),
        sa.ForeignKeyConstraint(["box_id"], ["blank_box.id"], name=op.f("fk_blank_box_id")),
        sa.ForeignKeyConstraint(["printout_id"], ["printout.id"], name=op.f("fk_blank_printout_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_blank")),
        sa.UniqueConstraint("id", name=op.f("uq_blank_id")),
        sa.UniqueConstraint("number", name=op.f("uq_blank_number")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_blank_box_id"), "blank", ["box_id"], unique=False)
    op.create_index(op.f("ix_blank_printout_id"), "blank", ["printout_id"], unique=False)
    op.create_index(op.f("ix_blank_state_settled_on"), "blank", ["state", "settled_on"], unique=False)
    op.create_table(
        "blank_count",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("on_ledger", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.CheckConstraint("length(reason) <= 200", name=op.f("ck_blank_count_reason_length")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_blank_count_officer_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_blank_count")),
        sa.UniqueConstraint("id", name=op.f("uq_blank_count_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_blank_count_counted_on"), "blank_count", ["counted_on"], unique=False)
    op.create_index(op.f("ix_blank_count_officer_id"), "blank_count", ["officer_id"], unique=False)
    op.create_table(
        "day_close",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column(
            "closed_at", sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql"), nullable=False
        ),
        sa.Column("officer_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("figures", sa.Text().with_variant(sa.JSON(), "postgresql"), nullable=False),
        sa.Column(
            "reopened_at", sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql"), nullable=True
        ),
        sa.Column("reopened_by", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.Column("reopen_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("length(reopen_reason) <= 200", name=op.f("ck_day_close_reopen_reason_length")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_day_close_officer_id")),
        sa.ForeignKeyConstraint(["reopened_by"], ["officer.id"], name=op.f("fk_day_close_reopened_by")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_day_close")),
        sa.UniqueConstraint("id", name=op.f("uq_day_close_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_day_close_day_nth"), "day_close", ["day", "nth"], unique=True)
    op.create_index(op.f("ix_day_close_officer_id"), "day_close", ["officer_id"], unique=False)
    op.create_index(op.f("ix_day_close_reopened_by"), "day_close", ["reopened_by"], unique=False)
    op.create_table(
        "explanation",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("explained_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.CheckConstraint(
            "matter IN ('register', 'review', 'print', 'hand_out', 'draft')",
            name=op.f("ck_explanation_matter_known"),
        ),
        sa.CheckConstraint("length(reason) <= 30", name=op.f("ck_explanation_reason_length")),
        sa.CheckConstraint("length(remark) <= 200", name=op.f("ck_explanation_remark_length")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_explanation_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_explanation_person_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_explanation")),
        sa.UniqueConstraint("id", name=op.f("uq_explanation_id")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_explanation_explained_on_matter_subject_id"),
        "explanation",
        ["explained_on", "matter", "subject_id"],
        unique=True,
    )
    op.create_index(op.f("ix_explanation_officer_id"), "explanation", ["officer_id"], unique=False)
    op.create_index(op.f("ix_explanation_person_id"), "explanation", ["person_id"], unique=False)
    op.create_table(
        "question",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("conflict_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("officer_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("asked_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column(
            "asked_at", sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql"), nullable=False
        ),
        sa.Column("fields", sa.Text().with_variant(sa.JSON(), "postgresql"), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column(
            "answered_at", sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql"), nullable=True
        ),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("choices", sa.Text().with_variant(sa.JSON(), "postgresql"), nullable=False),
        sa.Column(
            "withdrawn_at", sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql"), nullable=True
        ),
        sa.CheckConstraint("length(reply) <= 200", name=op.f("ck_question_reply_length")),
        sa.CheckConstraint("length(sentence) <= 200", name=op.f("ck_question_sentence_length")),
        sa.ForeignKeyConstraint(["asked_id"], ["officer.id"], name=op.f("fk_question_asked_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_question_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_question_person_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_question")),
        sa.UniqueConstraint("id", name=op.f("uq_question_id")),
        sqlite_strict=True,
    )
    for column in ("asked_id", "conflict_id", "officer_id", "person_id"):
        op.create_index(op.f(f"ix_question_{column}"), "question", [column], unique=False)
    op.create_table(
        "original",
        sa.Column("txn", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("conflict_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("content", sa.Text().with_variant(sa.JSON(), "postgresql"), nullable=False),
        sa.Column(
            "saved_at", sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql"), nullable=False
        ),
        sa.Column(
            "merged_at", sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql"), nullable=False
        ),
        sa.CheckConstraint("length(form) <= 40", name=op.f("ck_original_form_length")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_original_officer_id")),
        sa.PrimaryKeyConstraint("txn", name=op.f("pk_original")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_original_officer_id"), "original", ["officer_id"], unique=False)
    op.create_table(
        "reversal",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.Column("txn", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("reversed_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("officer_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("length(act) <= 60", name=op.f("ck_reversal_act_length")),
        sa.CheckConstraint("length(reason) <= 1000", name=op.f("ck_reversal_reason_length")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_reversal_officer_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_reversal")),
        sa.UniqueConstraint("id", name=op.f("uq_reversal_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_reversal_officer_id"), "reversal", ["officer_id"], unique=False)
    op.create_index(op.f("ix_reversal_txn"), "reversal", ["txn"], unique=False)
    op.create_table(
        "commencement",
        sa.Column("row", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("pack_version", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(length=32), nullable=False),
        sa.Column("since", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("put_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=False),
        sa.Column("officer_id", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=False),
        sa.Column("withdrawn_on", sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=True),
        sa.Column("withdrawn_by", sa.LargeBinary().with_variant(sa.Uuid(), "postgresql"), nullable=True),
        sa.CheckConstraint("length(code) <= 10", name=op.f("ck_commencement_code_length")),
        sa.CheckConstraint("length(pack_version) <= 30", name=op.f("ck_commencement_pack_version_length")),
        sa.ForeignKeyConstraint(["content"], ["blob.sha256"], name=op.f("fk_commencement_content")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_commencement_officer_id")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["officer.id"], name=op.f("fk_commencement_withdrawn_by")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_commencement")),
        sa.UniqueConstraint("id", name=op.f("uq_commencement_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_commencement_content"), "commencement", ["content"], unique=False)
    op.create_index(op.f("ix_commencement_officer_id"), "commencement", ["officer_id"], unique=False)
    op.create_index(op.f("ix_commencement_withdrawn_by"), "commencement", ["withdrawn_by"], unique=False)
    _keep_the_journal(op.get_bind().dialect.name)


def _keep_the_journal(dialect: str) -> None:
    """Start the chain, and have the database itself refuse to change or remove an entry or a kept paper."""
    beginning = 0 if dialect == "sqlite" else datetime(1970, 1, 1, tzinfo=UTC)
    start = sa.text("INSERT INTO journal_head (one, epoch, seq, hash, at) VALUES (1, 1, 0, :genesis, :at)")
    op.execute(
        start.bindparams(sa.bindparam("genesis", bytes(32), sa.LargeBinary()), sa.bindparam("at", beginning))
    )
    for table in ("journal", "blob"):
        for statement in _in_sqlite(table) if dialect == "sqlite" else _in_postgresql(table):
            op.execute(statement)


def _in_sqlite(table: str) -> list[str]:
    refuse = f"SELECT RAISE(ABORT, '{table} is only ever added to')"
    return [
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table} BEGIN {refuse}; END"
        for event in ("update", "delete")
    ]


def _in_postgresql(table: str) -> list[str]:
    refuse = f"BEGIN RAISE EXCEPTION '{table} is only ever added to'; END"
    before = f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT"
    return [
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $${refuse}$$",
        f"CREATE TRIGGER {table}_only_added {before} EXECUTE FUNCTION {table}_refuse()",
    ]
