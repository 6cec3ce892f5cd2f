"""Where Tesseract's languages lie, for whoever sets up a machine too: no settings, no Tesseract."""

import os
from pathlib import Path

LANGUAGES = ("eng", "chi_sim")
PACKAGES = ("tesseract-ocr-eng", "tesseract-ocr-chi-sim", "tesseract-ocr-osd")
REMEDY = (
    f"install Tesseract's languages (Debian: apt-get install {' '.join(PACKAGES)}),"
    " or set TESSDATA to the folder that holds them"
)


def find_languages_in(named: str, home: Path) -> Path | None:
    """The folder ``named``, or where Debian, others and the house put them; None where they are nowhere."""
    named = named or os.environ.get("TESSDATA_PREFIX", "")
    places = [Path(named)] if named else []
    places += sorted(Path("/usr/share/tesseract-ocr").glob("*/tessdata"), reverse=True)
    places += [Path("/usr/share/tessdata"), Path("/usr/local/share/tessdata"), home / "tessdata"]
    return next((place for place in places if (place / "eng.traineddata").is_file()), None)
