# $who (String)
history-register = { $who } recorded an online registration
# $who (String)
history-receive = { $who } received the dossier
# $who (String)
history-refuse = { $who } refused it at reception
# $who (String)
history-start = { $who } started work
# $who (String)
history-ask-papers = { $who } asked for more papers
# $who (String)
# $status (String)
history-papers-received = { $who } received the papers; back to “{ $status }”
# $who (String)
history-ask-payment = { $who } asked for payment
# $who (String)
# $status (String)
history-paid = { $who } recorded the payment; back to “{ $status }”
# $who (String)
history-ask-withdrawal = { $who } recorded that the applicant asks to withdraw
# $who (String)
# $status (String)
history-decline-withdrawal = { $who } recorded that the applicant does not withdraw; back to “{ $status }”
# $who (String)
history-confirm-withdrawal = { $who } confirmed the withdrawal
# $who (String)
history-stop = { $who } stopped it as not eligible
# $who (String)
history-resolve = { $who } resolved it
# $who (String)
history-hand-over = { $who } handed over the result
# $who (String)
history-extend = { $who } extended the due time, with an apology
history-recount = The due time was counted again by the calendar
# $who (String)
history-amend = { $who } amended the reception
# $who (String)
history-annul = { $who } annulled the reception
# $who (String)
# $status (String)
history-correct = { $who } took back the last step; back to “{ $status }”
history-remind = The applicant was reminded of the papers
# $who (String)
# $name (String)
history-step = { $who }: { $name }
# $who (String)
history-taken = { $who } took it in hand
# $who (String)
# $to (String)
history-given = { $who } gave it to { $to }
# $who (String)
history-released = { $who } left it to nobody
actor-import = The import
actor-demo = Demo data
