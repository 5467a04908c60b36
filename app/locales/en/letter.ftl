letter-confirm-subject = Please confirm that you want to be told
# $centre (String)
letter-confirm-lead = Somebody, we hope you, asked that this address be told when a dossier at { $centre } changes.
# $hours (String)
# $link (String)
letter-confirm-link = If you want that, open this address within { $hours } hours and press the button there: { $link }
letter-confirm-else = If it was not you, do nothing: no more letters come, and the address is deleted after a day.
# $centre (String)
# $digits (String)
letter-digits = { $centre }: { $digits } is the number that confirms that this phone is told of a dossier. Give it to nobody. If you did not ask for it, do nothing.
letter-changed-subject = One of your dossiers has changed
# $centre (String)
# $status (String)
letter-changed-lead = One of your dossiers at { $centre } has changed: { $status }.
# $address (String)
letter-changed-look = Open the look-up with your slip to see where it stands: { $address }
# $stop (String)
letter-end = Want no more letters? One click ends them and deletes this address: { $stop }
# $centre (String)
# $address (String)
# $status (String)
# $stop (String)
letter-changed-short = { $centre }: one of your dossiers has changed: { $status }. Open the look-up with your slip: { $address } To stop: { $stop }
letter-answered-subject = Your message was answered
# $centre (String)
letter-answered-lead = { $centre } has answered the message that you sent.
# $address (String)
letter-answered-open = Open it with its code and number: { $address }
letter-answered-ask = Open it with its code and number where you sent it.
