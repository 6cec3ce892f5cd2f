"""SCIM 2.0 (RFC 7643, 7644): an agency's own directory keeps its officers' accounts."""
