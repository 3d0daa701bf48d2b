"""What is announced when a message has been put into a box."""

MESSAGE_SENT = "notice.sent"
