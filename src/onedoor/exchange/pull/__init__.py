"""Registers that are asked by calls, with the headers of X-Road's message protocol for REST.

Inside of the exchange room. ``protocol`` writes a question and judges the answer, ``reading`` makes
values of it, ``breaker`` says whether a register is asked at all, ``asking`` does it for a form, and
``kit`` is what a partner runs against its own end.
"""
