"""One conversation for every door that speaks in turns: telephone, text, e-mail, kiosk, television.

Owns: the turns (menus, questions, what is said), derived from the service files and from knowledge, and
the sessions that may be left and taken up again. Does not own: what is asked, decided or answered
(services, cases, knowledge), nor how a turn sounds or looks (the doors). ``packets`` are conversations
held where there is no network: the kits for them, and what becomes of each entry that is brought back.
Events: dialogue.session.*, dialogue.kit.*, dialogue.packet.*, dialogue.packet_entry.*.
"""
