"""The house as OpenID provider, for agencies' own services: Authlib's grants over the house's rows."""
