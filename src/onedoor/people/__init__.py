"""The customers of the house: people, businesses and agencies, and how to reach them.

Owns customers, their identifiers (sealed), contact points, relations, mandates, preferences, and
finding them again. Does not own accounts (``trust``), messages (``contact``) or values (``exchange``).
Events: ``people.customer.*``, ``people.customers.imported``, ``people.identifier.*``,
``people.contact_point.*``, ``people.preferences.changed``, ``people.relation.recorded``,
``people.mandate.*``.
"""
