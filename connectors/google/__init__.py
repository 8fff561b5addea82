"""Google: contacts, those one only wrote to, and calendars, over its People and Calendar interfaces."""
