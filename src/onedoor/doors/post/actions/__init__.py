"""Writes of the post door: what leaves on paper, and what becomes of what comes in."""

from onedoor.doors.post.actions.alerting import alert_of_change, alert_of_lock
from onedoor.doors.post.actions.batches import make_batch, note_batch, reprint
from onedoor.doors.post.actions.indexing import index_letter, set_aside
from onedoor.doors.post.actions.moving import give_letter, take_back
from onedoor.doors.post.actions.papers import note_return, print_form, write_letter
from onedoor.doors.post.actions.pins import make_pin_batch, queue_pin_letter
from onedoor.doors.post.actions.receiving import keep_scan, receive_file, refuse_scan
from onedoor.doors.post.actions.verifying import check_reply, take_over

__all__ = [
    "alert_of_change",
    "alert_of_lock",
    "check_reply",
    "give_letter",
    "index_letter",
    "keep_scan",
    "make_batch",
    "make_pin_batch",
    "note_batch",
    "note_return",
    "print_form",
    "queue_pin_letter",
    "receive_file",
    "refuse_scan",
    "reprint",
    "set_aside",
    "take_back",
    "take_over",
    "write_letter",
]
