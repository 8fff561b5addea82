"""Mailboxes: who wrote to whom and when, out of mbox files, Maildirs and single messages; never what was written."""

from connectors.mailbox.connector import Mailbox

__all__ = ["Mailbox"]
