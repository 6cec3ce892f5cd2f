"""Work with a clock and one owner: cases, their queues, owners, clocks, notes and decisions.

Owns: Case, ClockStop, Extension, AskedAgain, CaseNote, ContractorStaff, ContactSample, DutyNumber,
DutyCall; the duty roster, the queues, the limits of clocks and the contractors (catalogue/duty-roster.yaml,
queues.yaml, clocks.yaml, contractors.yaml). Does not own: applications and values (services), money
(payments), letters and messages (contact).
Events: cases.case.opened / assigned / escalated / transferred / paused / resumed / asked /
noted / noted_inside /
answered / hurried / extension_proposed / extended / extension_refused / asked_again / closed;
cases.sample.scored, cases.contractor.staffed;
cases.duty_number.set / removed, cases.duty.rung / texted / answered / missed.
"""
