receive-title = Receive a dossier
receive-find = Procedure
receive-find-hint = Type its code or a few words of its name, with or without diacritics.
receive-find-button = Find the procedure
receive-found-none = No such procedure.
receive-found-more = There are more; type a few more words.
receive-other = Choose another procedure
receive-promise = Will be given
# $channel (String)
receive-due-of = Due if handed in: { $channel }
receive-limit = Time limit
receive-fee = Fee
# $amount (String)
receive-fee-vnd = { $amount } đồng
receive-fee-free = None
receive-applicant = Applicant
receive-name = Name, of a person or an organisation
receive-phone = Phone
receive-identity = Identity number
receive-email = E-mail
receive-address = Address
receive-representative = Represented by
receive-sets = Number of sets
receive-optional = optional
receive-private = These are kept encrypted and never shown in the lobby.
receive-papers = Papers handed in
receive-papers-other = Other papers, one a line
receive-button = Receive and print the slip
receive-earlier = The papers came in earlier
receive-occurred = Papers came in at
# $days (Number)
receive-occurred-hint = Leave blank if it is now. For papers that came in while nothing could be recorded. More than { NUMBER($days) } days back needs a manager and a reason.
receive-refuse = Refuse at reception
receive-refuse-reason = Why it is refused
receive-refuse-button = Refuse and print the letter
# $max (Number)
receive-needs-name = Give the applicant’s name (at most { NUMBER($max) } characters).
receive-bad-phone = A phone number has 9 to 11 digits and begins with 0 or +84.
receive-bad-identity = An identity number has 12 digits, that of the older card 9.
receive-bad-email = This is no e-mail address, such as name@example.vn.
# $max (Number)
receive-long-address = The address has more than { NUMBER($max) } characters.
# $max (Number)
receive-long-representative = The representative’s name has more than { NUMBER($max) } characters.
# $max (Number)
receive-bad-sets = The number of sets is a number from 1 to { NUMBER($max) }.
# $max (Number)
# $chars (Number)
receive-many-papers = At most { NUMBER($max) } papers of { NUMBER($chars) } characters each.
receive-bad-form = This form can no longer be used. Open the page again.

slip-republic = Socialist Republic of Viet Nam
slip-motto = Independence – Freedom – Happiness
slip-title = Receipt of a dossier and appointment for its result
slip-code = Dossier code
slip-from = Received from
slip-about = What is asked for
slip-papers = Papers handed in
slip-papers-none = None
slip-received = Received at
slip-limit = Time limit by regulation
slip-due = Result expected at
slip-agency = Agency
slip-secret = To follow this dossier
slip-secret-text = Scan this code, or type the dossier code and the number. Keep both to yourself.
slip-secret-pin-text = Type the dossier code and the number. Keep both to yourself.
slip-pin = Number
slip-pin-closed = The number on the slip is locked: there were too many wrong tries. Print a new slip here for its holder; until then the old QR code still works.
slip-signed-by-applicant = The applicant
slip-signed-by-staff = Received by
slip-sign-hint = (signature and name)
# $at (String)
# $due (String)
slip-replaces = This receipt replaces the one given before { $at }, which promised the result at { $due }.
# $at (String)
slip-replaces-no-due = This receipt replaces the one given before { $at }.
slip-annulled = The reception was annulled. This receipt promises nothing.
slip-again = Print the slip again
slip-renew = Give a new number and print
slip-again-hint = Printed again on the day it was issued, the slip stays as it was. On a later day, or with a new number, the number and QR code on the old slip stop working.
# $count (Number)
slip-tell = { $count ->
    [one] { $count } address, confirmed by its owner, is told of changes of this dossier. A new number does not end that.
   *[other] { NUMBER($count) } addresses, confirmed by their owners, are told of changes of this dossier. A new number does not end that.
}
slip-tell-hint = A new number ends only what nobody has confirmed yet. If the slip was lost or in other hands, ask whether all should end; whoever wants to be told asks again with the new slip.
slip-tell-end = End these messages and delete the addresses
slip-tell-ended = Nobody is told of changes of this dossier any more. The addresses are deleted.
slip-papers-place = No.
slip-papers-name = Paper
slip-fee-paid = paid
slip-fee-due = to be paid on collection
slip-collect = Collect the result at
slip-collect-when = Opening hours that day
slip-hotline = Hotline

print-letter = Print the letter
print-control = Print the control slip
print-hint = Print this page with Ctrl+P.
print-button = Print
print-hand-over = Print the hand-over
paper-number = No.
paper-program = The system
# $code (String)
paper-to-dossier = Back to dossier { $code }
paper-to-reception = Back to receiving dossiers
paper-original = Original
paper-copy = Copy
paper-certified = Certified copy
paper-form-unsaid = Form
hand-over-title = Hand-over of a dossier
hand-over-when = Handed over at
hand-over-remarks = Remarks
hand-over-giver = Handed over by
hand-over-taker = Taken over by
register-title = Register of dossiers
register-sheet = Register
# $date (String)
# $count (Number)
register-day = { $date } · { NUMBER($count) } dossiers
register-day-label = Day
register-day-button = Show
register-procedure = Procedure
register-sets = Sets
register-name = Applicant
register-reached = Address, phone
register-received = Received
register-due = Due
register-handed-over = Handed over
register-channel = Handed in
register-signed = Signature
register-keeper = Kept by
register-file = Download Excel
register-with-names = With the applicants’ names
register-without-names = Without the applicants’ names
control-joint = Agencies taking part
letter-due = Appointment so far
# $centre (String)
letter-contact = If you have questions, please contact { $centre }.
# $centre (String)
# $phone (String)
letter-contact-phone = If you have questions, please contact { $centre }, phone { $phone }.
letter-head-signs = Head of the agency
letter-seal-hint = (signature and seal)
letter-guide-signs = Advised by
control-title = Control slip of a dossier’s processing
control-step = Step
control-when = When
control-who = By
control-spent = Time in the step
control-note = Note
letter-papers = Request for more papers
letter-payment = Request for payment
letter-refuse = Refusal of a dossier
letter-stop = Notice that processing has stopped
letter-extend = Apology and new appointment
# $name (String)
letter-to = To: { $name }
letter-to-nobody = To the applicant
letter-open-papers = Please hand in or complete the following:
letter-open-payment = Please make the following payment:
letter-open-refuse = This dossier has not been received, for this reason:
letter-open-stop = Processing of this dossier has stopped, for this reason:
letter-open-extend = We apologise: the result cannot be ready as promised, for this reason:
letter-new-due = New appointment
letter-clock = The time until then does not count towards the time limit.
letter-thanks = Yours faithfully.
# $place (String)
# $day (String)
# $month (String)
# $year (String)
letter-date = { $place }, { $day }/{ $month }/{ $year }

dossier-applicant = Applicant
dossier-papers = Papers handed in
