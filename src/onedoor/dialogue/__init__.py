"""One conversation for every door that speaks in turns: telephone, text, e-mail, kiosk, television.

Owns: the turns (menus, questions, what is said), derived from the service files and from knowledge, and
the sessions that may be left and taken up again. Does not own: what is asked, decided or answered
(services, cases, knowledge), nor how a turn sounds or looks (the doors).
Events: dialogue.session.*.
"""
