"""Django's PostgreSQL backend, plus the actor's scope at every BEGIN."""
