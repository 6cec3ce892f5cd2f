"""Letters of a service: sandboxed templates over signed facts, to HTML and to tagged PDF.

Inside of the services room. A template (``catalogue/<service>/letters/*.html``) is the body of one
letter, in Jinja2; letterhead, address, QR code and page numbers are put around it. It may name:

``language``      "en" or "zh-hans": the letter is rendered once in each
``title``         the letter's title
``service``       code, title, version
``agency``        code, name
``customer``      name, identifier (masked)
``application``   number, season, started_on, signed_on, assisted, assessed, object_until
``values``        by field id: the value that counts (a list where there are several)
``lines``         what was reported or declared: field, label, value, unit, source, received_on, grade,
                  reference, state
``results``       by formula id: what the rules gave
``computation``   the lines of the explanation: id, label, text, result, unit, source, row
``outcome``       code, text
``payable``       the amount to pay, or none
``pack``          code, title
``charge``        none, or number, amount, due_on, lines (title, amount), instalments
``letter``        number, verify_code, verify_url, issued_on

and the filters ``money``, ``day``, ``moment``, ``figure(unit)`` and ``say`` (a text in both
languages, in the letter's own). ``{% if language == "en" %}`` says what only one language needs.
"""
