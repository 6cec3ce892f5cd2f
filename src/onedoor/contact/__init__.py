"""What passes between a customer and government: messages, letters, interactions, visits.

Owns: Message with its files, Letter with its PDFs, Interaction, CallBack, Appointment, Ticket, the channel
chosen for a case, and who has a thread open now. Does not own: contact points and preferences (people), what
a letter says (services), cases and the table that says who answers (cases, through
``answerers``). Doors carry what leaves through ``transports`` and ``texts``.
Events: contact.message.sent / handed_over / delivered / bounced / failed / received,
contact.thread.closed / handed_over / joined,
contact.letter.issued / replaced, contact.interaction.logged / missed, contact.call_back.requested /
tried / done, contact.appointment.booked / moved / cancelled, contact.ticket.taken / called / ended,
contact.case_channel.chosen.
"""
