"""{minutes-table}: what the chapters say of their length, added up."""

import pytest

from chapter_list import CHAPTERS, WEEKEND, written
from minutes import Minutes, MinutesError, hours, minutes_of, table


def test_every_written_chapter_says_how_long_it_takes():
    for slug in written():
        if slug in CHAPTERS:
            assert 5 <= minutes_of(slug).reading <= 25, slug
            assert minutes_of(slug).practice >= 10, slug


def test_a_chapter_without_the_sentence_is_named(tmp_path):
    (tmp_path / "scaling.md").write_text("# Scaling\n\nReading 20 minutes and practice 30.\n")
    with pytest.raises(MinutesError, match=r"scaling\.md does not say .* write 'Reading 20 minutes, practice 40\.'"):
        minutes_of("scaling", tmp_path)


def test_the_last_rows_add_up():
    rows = table([Minutes("notebooks", 15, 35), Minutes("losses", 20, 45), Minutes("digits", 24, 50)])
    assert rows[2:5] == [
        "|  | {ref}`ch-notebooks` | 15 min | 35 min |",
        "| ● | {ref}`ch-losses` | 20 min | 45 min |",
        "| ● | {ref}`ch-digits` | 24 min | 50 min |",
    ]
    assert rows[5] == "| ● | *the weekend track* | 44 min | 1 h 35 min |"
    assert rows[6] == "|  | *all that is written* | 59 min | 2 h 10 min |"


def test_hours_are_written_as_people_say_them():
    assert [hours(59), hours(60), hours(125)] == ["59 min", "1 h 00 min", "2 h 05 min"]


def test_the_weekend_track_is_in_the_order_of_the_book():
    assert list(WEEKEND) == [slug for slug in CHAPTERS if slug in WEEKEND]
