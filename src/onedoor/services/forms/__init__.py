"""Questions: which pages and items a person sees, and what her answers mean."""
