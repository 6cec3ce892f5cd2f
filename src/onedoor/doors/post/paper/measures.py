"""Where things stand on a sheet of A4, in millimetres. Printing and reading share these figures."""

WIDTH, HEIGHT = 210.0, 297.0

WINDOWS = {
    "din-5008-b": (25.0, 62.7, 80.0, 27.3),
    "din-5008-a": (25.0, 44.7, 80.0, 27.3),
    "iso-right": (110.0, 50.0, 80.0, 35.0),
    "uk-c5": (24.6, 39.5, 95.4, 26.8),
}
"""Left, top, width and height of the address in the envelope's window, by the window's standard."""

CORNER = 6.0
CORNERS = ((13.0, 13.0), (197.0, 13.0), (13.0, 284.0), (197.0, 284.0))
"""Middles of the four black squares by which a scanned sheet is laid straight."""

MARK = 32.0
MARK_AT = (158.0, 20.0)
SECOND_MARK = 22.0
SECOND_MARK_AT = (24.0, 267.0)
"""The same mark twice, so that a stain or a fold over one does not lose the page."""

LEFT, TOP, RIGHT, BOTTOM = 20.0, 56.0, 190.0, 263.0
CELL, CELL_HEIGHT = 6.0, 7.5
TICK = 5.0
CELLS = int((RIGHT - LEFT) // CELL)
