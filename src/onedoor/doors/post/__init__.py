"""Letters and fax: print-ready batches out, scans in.

Owns: what left on paper and under which number, the marks and boxes printed on it, what a scanner or a
fax brought and how it was indexed. Does not own: the messages (``contact``), the cases, the forms.

``paper`` draws pages and ``reading`` reads pictures; neither knows the database.
"""
