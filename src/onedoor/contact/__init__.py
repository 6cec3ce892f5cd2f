"""What passes between a customer and government: messages, letters and interactions.

Owns: Message, Letter with its PDFs, Interaction. Does not own: contact points and preferences
(people), what a letter says (services).
Events: contact.message.sent / delivered / failed / received, contact.letter.issued / replaced,
contact.interaction.logged.
"""
