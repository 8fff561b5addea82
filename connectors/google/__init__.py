"""Google: contacts, those one only wrote to, and calendars, over its People and Calendar interfaces."""

from connectors.google.api import GoogleApi
from connectors.google.calendar import GoogleCalendar
from connectors.google.contacts import GoogleContacts
from connectors.google.other_contacts import GoogleOtherContacts

__all__ = ["GoogleApi", "GoogleCalendar", "GoogleContacts", "GoogleOtherContacts"]
