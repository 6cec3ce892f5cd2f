"""The keys are a help that can be switched off; nothing depends on them."""

from django.test import Client


def test_the_map_is_on_every_page_until_the_keys_are_switched_off(desk: Client) -> None:
    assert 'id="desk-keys"' in desk.get("/desk/").content.decode()
    desk.post("/desk/keyboard/", {"keys": "off"})
    assert 'id="desk-keys"' not in desk.get("/desk/").content.decode()
    desk.post("/desk/keyboard/", {"keys": "on"})
    assert 'id="desk-keys"' in desk.get("/desk/").content.decode()


def test_both_languages_have_the_whole_desk(desk: Client) -> None:
    desk.cookies["language"] = "zh-hans"
    page = desk.get("/desk/").content.decode()
    assert "工作台" in page
    assert "My work" not in page
