"""Letters and fax: print-ready batches out, scans in.

Owns: layout for the envelope's window, QR marks, reading scans back. No rule of its own business.
"""
