"""What passes between a customer and government: messages, letters, interactions, visits.

Owns: Message with its files, Letter with its PDFs, Interaction, CallBack, Appointment, Ticket, and the
channel chosen for a case. Does not own: contact points and preferences (people), what a letter says
(services), cases (cases). Doors carry what leaves through ``transports`` and ``texts``.
Events: contact.message.sent / handed_over / delivered / bounced / failed / received,
contact.letter.issued / replaced, contact.interaction.logged / missed, contact.call_back.requested /
tried / done, contact.appointment.booked / moved / cancelled, contact.ticket.taken / called / ended,
contact.case_channel.chosen.
"""
