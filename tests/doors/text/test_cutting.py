"""What a telephone shows: 182 signs of its own alphabet a screen, 80 of any other."""

from onedoor.doors.text.cutting import SCREEN, SCREEN_UCS2, fill_screens, measure_gsm
from onedoor.doors.text.octets import decode, encode, make_parts


def test_what_fits_one_screen_is_one() -> None:
    assert fill_screens(["Hello", "1 Yes"], more="9 More") == ["Hello\n1 Yes"]


def test_longer_answers_are_paged_and_nothing_is_lost() -> None:
    words = "The answer is a long one and has many words. " * 20
    screens = fill_screens([words, "1 Menu"], more="9 More")
    assert max(map(measure_gsm, screens)) <= SCREEN
    assert all(screen.endswith("9 More") for screen in screens[:-1])
    assert (
        " ".join(screen.removesuffix("\n9 More").replace("\n", " ") for screen in screens).split()
        == (words + "1 Menu").split()
    )


def test_chinese_screens_are_shorter() -> None:
    screens = fill_screens(["港城一门通" * 60], more="9 更多")
    assert max(map(len, screens)) <= SCREEN_UCS2
    assert "".join(screen.removesuffix("\n9 更多") for screen in screens) == "港城一门通" * 60


def test_no_sign_is_cut_in_two_at_the_end_of_a_part() -> None:
    coding, parts = make_parts("x" * 152 + "€" + "\U0001f642" * 40, 7)
    assert coding == 8
    assert all(len(part) <= 140 for part in parts)
    assert "".join(decode(part[6:], coding) for part in parts).count("\U0001f642") == 40
    coding, parts = make_parts("x" * 152 + "€" * 30, 7)
    assert coding == 0
    assert "".join(decode(part[6:], coding) for part in parts) == "x" * 152 + "€" * 30


def test_the_alphabets_agree() -> None:
    for text in ("Fee: €5 [a] {b} ~ ^ \\ |", "Grüße, 10 £", "你好"):
        coding, body = encode(text)
        assert decode(body, coding) == text
