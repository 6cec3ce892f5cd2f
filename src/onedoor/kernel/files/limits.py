"""How much may be sent, and how much of a picture is kept."""

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
LARGEST_APPLICATION = 25 * MEGABYTE
MOST_PIXELS = 60_000_000  # a telephone's largest picture; more is a trap for the memory
LONGEST_SIDE = 4000
PREVIEW_SIDE = 320
MOST_PAGES = 500
LONGEST_NAME = 120
