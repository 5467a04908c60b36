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
outbox-find = “I got no message”
outbox-find-hint = The letters about one dossier to whoever is told of its changes. Addresses are masked, and each look is a line of the audit.
outbox-find-button = Show the letters
outbox-find-none = No dossier has this code.
# $code (String)
outbox-found-title = Letters about dossier { $code }
outbox-found-hint = An address that its owner has not confirmed is told of no change. Of an address the first letter and the domain are shown, of a phone the last three digits.
outbox-found-none = Nobody is told of changes of this dossier, or what was sent is no longer kept.
outbox-address = Address
outbox-unconfirmed = not confirmed
outbox-confirmation = Asks to confirm the address
outbox-change = Tells of a change
outbox-state = State
outbox-state-waiting = Waits
outbox-state-sent = Sent
outbox-state-nobody = Sent to nobody: there is no channel
outbox-state-cancelled = Not sent: the change was taken back
outbox-state-dead = Given up
outbox-at = Sent, ended or next tried
audit-letters-read = Read which letters about a dossier were sent
