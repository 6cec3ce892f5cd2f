"""Work with a clock and one owner: cases, their queues, owners, clocks, notes and decisions.

Owns: Case, ClockStop, CaseNote; the duty roster and the queues (catalogue/duty-roster.yaml,
catalogue/queues.yaml). Does not own: applications and values (services), money (payments),
letters and messages (contact).
Events: cases.case.opened / assigned / escalated / transferred / paused / resumed / asked /
noted / noted_inside /
answered / hurried / closed.
"""
