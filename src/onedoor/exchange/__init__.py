"""Registers, agreements, partners, and every value that one body tells another.

Owns: reported values with source and grade, sharing agreements and consents, disclosures,
partner organisations and their standing, batches of their feeds, corrections with the reporter.
Does not own: who a person is (people), keys and seals (trust), forms and drafts (services),
cases about a dispute (cases).
Events: ``exchange.values.disclosed``, ``exchange.values.refused``, ``exchange.values.reported``,
``exchange.value.received``, ``exchange.batch.received``, ``exchange.batch.refused``,
``exchange.row.settled``, ``exchange.correction.opened``, ``exchange.correction.answered``,
``exchange.partner.registered``, ``exchange.partner.changed``, ``exchange.consent.given``,
``exchange.consent.withdrawn``, ``exchange.consent.declined``, ``exchange.consent.narrowed``,
``exchange.notice.answered``, ``exchange.notice.stuck``, ``exchange.register.went_down``,
``exchange.register.came_back``, ``exchange.sources.weighed``, ``exchange.usage.read``,
``exchange.secrecy.*``, ``exchange.breach.*``.
"""
