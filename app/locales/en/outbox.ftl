nav-outbox = Messages
outbox-title = Messages to applicants
outbox-lead = What concerns an applicant is told to them once it can no longer be undone. This page shows neither whom nor what was written.
# $count (String)
outbox-dead = Not delivered: { $count }
outbox-dead-hint = These were tried many times and given up. When the channel works again, send them again.
# $count (String)
outbox-waiting = Waiting: { $count }
outbox-none = No messages.
# $shown (String)
outbox-first-only = Only the first { $shown } are shown.
outbox-kind = Tells of
outbox-channel = Channel
outbox-channel-gateway = SMS or Zalo gateway
outbox-channel-mail = E-mail
outbox-tries = Tries
outbox-fault = Last fault
outbox-next-at = Next try
outbox-given-up-at = Given up at
outbox-retry = Send again
# $count (String)
outbox-retry-all = Send all { $count } again
# $code (String)
outbox-retry-of = Send the message about dossier { $code } again
# $count (Number)
outbox-retried = { $count ->
    [one] One message waits to be sent again.
   *[other] { NUMBER($count) } messages wait to be sent again.
}
outbox-retried-none = No message was left to be sent again.
outbox-not-dead = This message is not among those given up any more: somebody may have sent it again.
# $code (String)
outbox-fault-answered = The server answered with the error { $code }
outbox-fault-silent = The server did not answer in time
outbox-fault-away = The server cannot be reached
outbox-fault-address = The e-mail address cannot be used
outbox-fault-form = The message cannot be written
outbox-fault-record = The dossier or what is known of the applicant cannot be read
outbox-letters = To others
outbox-letters-hint = Whoever holds a slip and asked to be told of changes, and senders of messages that were answered.
# $waiting (String)
# $dead (String)
outbox-letters-counts = Waiting: { $waiting }. Not delivered: { $dead }.
audit-letter-retried = Sent a message again
