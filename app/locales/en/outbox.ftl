nav-outbox = Messages
outbox-title = Messages to applicants
outbox-lead = Applicants are told about a step once it can no longer be undone. Recipients and texts are not shown here.
# $count (String)
outbox-dead = Not delivered: { $count }
outbox-dead-hint = Given up after many attempts. Send them again once the channel works.
# $count (String)
outbox-waiting = Waiting: { $count }
outbox-none = No messages.
# $shown (String)
outbox-first-only = Only the first { $shown } are shown.
outbox-kind = About
outbox-channel = Channel
outbox-channel-gateway = SMS or Zalo gateway
outbox-channel-mail = E-mail
outbox-tries = Attempts
outbox-fault = Last error
outbox-next-at = Next attempt
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
outbox-fault-away = The server could not be reached
outbox-fault-address = The e-mail address cannot be used
outbox-fault-form = The message cannot be written
outbox-fault-record = The dossier or what is known of the applicant cannot be read
outbox-letters = To other recipients
outbox-letters-hint = People with a receipt slip who asked for updates, and people whose message was answered.
# $waiting (String)
# $dead (String)
outbox-letters-counts = Waiting: { $waiting }. Not delivered: { $dead }.
audit-letter-retried = Sent a message again
outbox-find = “I got no message”
outbox-find-hint = Messages sent about one dossier to people who asked for updates. Addresses are masked, and each look-up is recorded in the audit.
outbox-find-button = Show messages
outbox-find-none = No dossier has this code.
# $code (String)
outbox-found-title = Messages about dossier { $code }
outbox-found-hint = Updates are not sent to an unconfirmed address. Only the first letter and the domain of an e-mail address, or the last three digits of a phone number, are shown.
outbox-found-none = Nobody asked for updates on this dossier, or the messages are no longer kept.
outbox-address = Address
outbox-unconfirmed = not confirmed
outbox-confirmation = Request to confirm the address
outbox-change = Change of the dossier
outbox-state = State
outbox-state-waiting = Waits
outbox-state-sent = Sent
outbox-state-nobody = Not sent: no channel is set up
outbox-state-cancelled = Not sent: the change was undone
outbox-state-dead = Given up
outbox-at = Sent, ended or next tried
audit-letters-read = Read which letters about a dossier were sent
