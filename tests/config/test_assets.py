"""What a browser gets of GOV.UK's and MOJ's packages."""

import pytest

from onedoor.config.ground.assets import BUILD, FONTS, strip_brand, strip_source_map


def test_the_font_of_gov_uk_is_left_out() -> None:
    face = "@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}"
    css = f"{face}h1{{font-family:GDS Transport,arial,sans-serif}}"
    assert strip_brand(css).strip() == f"h1{{font-family:{FONTS}}}"


def test_the_crest_is_left_out() -> None:
    assert strip_brand("a{mask:url(/assets/images/govuk-crest.svg)}").strip() == "a{mask:none}"


def test_icons_are_found_beside_the_stylesheet() -> None:
    assert (
        strip_brand("a{b:url(/assets/images/icon-document.svg)}").strip()
        == "a{b:url(assets/images/icon-document.svg)}"
    )


@pytest.mark.parametrize(
    "text", ["a{}\n/*# sourceMappingURL=x.css.map */", "a{}//# sourceMappingURL=x.js.map"]
)
def test_source_maps_that_are_not_served_are_not_named(text: str) -> None:
    assert strip_source_map(text) == "a{}\n"


def test_nothing_that_belongs_to_gov_uk_alone_is_served() -> None:
    served = [path for path in BUILD.rglob("*") if path.is_file()]
    assert {"govuk.css", "govuk-frontend.min.js", "moj-frontend.min.js", "htmx.min.js"} <= {
        p.name for p in served
    }
    for path in served:
        assert not path.name.startswith(
            ("govuk-crest", "govuk-icon", "govuk-logotype", "moj-logotype", "favicon")
        )
        if path.suffix == ".css":
            assert "GDS Transport" not in path.read_text("utf-8")
