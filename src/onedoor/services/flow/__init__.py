"""The way of an application: ``steps`` of a service file as BPMN 2.0, run by SpiffWorkflow.

Inside of the services room. ``plan`` turns steps into nodes and arrows, ``bpmn`` writes them with
their drawing, ``engine`` runs them, ``effects`` does what a step of the house does.
"""
