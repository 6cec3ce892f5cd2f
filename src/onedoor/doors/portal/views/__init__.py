"""The portal's pages. Each asks a query or hands a form to an action; none decides anything."""
