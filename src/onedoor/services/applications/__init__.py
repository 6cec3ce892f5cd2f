"""Inside of the services room: one person's run of a service, from draft to decision."""
