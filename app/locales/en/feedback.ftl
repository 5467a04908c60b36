nav-feedback = Feedback
nav-explanations = Explanations
feedback-nav-send = Write to us
feedback-nav-follow = Follow a message
feedback-nav-rate = Rate the service
feedback-nav-answers = Answers

feedback-title = Write to the centre
feedback-lead = Tell us what went wrong, what is not as it should be, or what could be better. You need not give your name. The centre answers; you follow your message with a code and a number.
feedback-kind = What is it?
feedback-kind-complaint = A complaint
feedback-kind-complaint-text = You were treated wrongly, or a decision or an act about you was wrong.
feedback-kind-report = A report
feedback-kind-report-text = Something at the centre or in a procedure is not as it should be.
feedback-kind-suggestion = A suggestion
feedback-kind-suggestion-text = Something could be done better.
feedback-kind-missing = Choose what it is.
feedback-text = Your message
feedback-text-hint = Say what happened, where and when. Only staff of the centre read it, and the agency that it concerns.
feedback-dossier = Dossier code, if it is about a dossier
feedback-dossier-hint = As on your slip. You may leave it blank.
feedback-contact = How can we reach you?
feedback-contact-hint = Leave all blank to stay anonymous. What you write here is encrypted; only managers of the centre see it, never the agency that your message is about.
feedback-name = Name
feedback-phone = Phone
feedback-email = E-mail
feedback-send = Send
feedback-no-attachments = Files cannot be attached. Bring papers to the reception desk.
feedback-blank = Write something here.
# $min (Number)
feedback-short = Write at least { $min } characters.
# $max (Number)
feedback-long = Write at most { $max } characters.
feedback-bad-name = The name is too long.
feedback-bad-phone = This is no phone number: digits with a leading zero.
feedback-bad-email = This is no e-mail address.
feedback-held = Too many messages come from your network just now. What you have written stays here: send it again in an hour, or hand it in at the reception desk.

feedback-sent-title = We have received your message
feedback-sent = The centre has received your message.
# $date (String)
feedback-sent-due = You will have an answer by { $date }.
feedback-sent-keep = Write down the code and the number: with both you follow your message and read the answer.
feedback-sent-once = The number is shown this once. Whoever has both can read the answer.
feedback-code = Code
feedback-code-hint = Eight letters and digits, such as K7QM-2XRD.
feedback-pin = Number
feedback-pin-hint = Eight digits.
feedback-follow-now = See where it stands

feedback-follow-title = Follow your message
feedback-follow-lead = Type the code and the number that you were given when you wrote.
feedback-follow-button = Show
feedback-follow-unknown = No message has this code and this number. Check both.
# $minutes (Number)
feedback-follow-wait = Too many wrong tries. Try again in { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
feedback-follow-busy = Too many people are asking just now. Try again in a minute.
feedback-followed-title = Where your message stands
# $kind (String)
# $date (String)
feedback-step-received = { $kind }, received on { $date }.
# $agency (String)
feedback-step-forwarded = { $agency } was asked to explain.
# $agency (String)
feedback-step-explained = { $agency } was asked and has been heard.
# $date (String)
feedback-step-answered = Answered on { $date }.
# $date (String)
feedback-due = You will have an answer by { $date }.
# $date (String)
feedback-due-missed = The answer was due by { $date } and is late. We apologise; the managers have been alerted.
feedback-answer-of-centre = Answer of the centre
feedback-is-public = The answer is public, too, without anything from your message.
feedback-followed-hint = What you wrote is not shown here, in case somebody looks over your shoulder.

feedback-answers-title = Published answers
feedback-answers-lead = What others wrote about, in the words of the centre, and what it answers.
feedback-answers-none = No answer has been published yet.
feedback-newer = Newer
feedback-older = Older

feedback-manage-title = Feedback
feedback-manage-lead = Messages from visitors, and how satisfied they are. Answer each in time; ask the agency concerned to explain where needed.
feedback-tabs = Which messages
feedback-tab-open = To answer
feedback-tab-answered = Answered
feedback-page-before = Previous page
feedback-page-after = Next page
feedback-none = No messages here.
feedback-figure-satisfied = Satisfied or very satisfied, this year
feedback-figure-in-time = Answered in time, this year
feedback-figure-open = To answer
# $intime (String)
# $due (String)
feedback-in-time-of = { $intime } of { $due } that were due
# $count (String)
feedback-overdue-count = overdue: { $count }
# $min (Number)
feedback-ratings-few = shown from { $min } ratings on
# $min (Number)
feedback-figures-hint = Ratings cover complete weeks and at least { $min } at a time, so that nobody’s rating can be recognised. They are not linked to dossiers.
feedback-column-message = Message
feedback-column-state = Status
feedback-column-agency = Agency
feedback-column-received = Received
feedback-column-due = Answer by
# $kind (String)
# $number (String)
feedback-numbered = { $kind }, no. { $number }
feedback-tag-overdue = overdue
feedback-tag-late = answered late
feedback-tag-public = public
feedback-state-received = Received
feedback-state-forwarded = Agency asked to explain
feedback-state-explained = Agency has explained
feedback-state-answered = Answered
# $date (String)
feedback-answer-until = Answer by { $date }.
# $agency (String)
feedback-concerns = Agency: { $agency }
feedback-written = What was written
feedback-by-sender = sender
feedback-entry-message = Message
feedback-entry-dossier = Dossier named
feedback-entry-contact = Contact
feedback-entry-request = Asked to explain
feedback-entry-explanation = Explanation
feedback-entry-answer = Answer
feedback-entry-subject = Published as
feedback-changed = Somebody else has just handled this message. Look at it again, then send again if your text still fits.
feedback-not-central = The managers of the whole centre forward and answer messages.
feedback-answer-title = Answer
feedback-answer = Answer to the sender
feedback-answer-hint = The sender reads it with their code and number. An answer cannot be changed once sent.
feedback-publish = Also publish the answer
feedback-subject = Public summary of the message
feedback-subject-hint = Only if you publish. In your own words: no names, no dossier codes, nothing that identifies a person.
feedback-answer-button = Send the answer
feedback-forward-title = Ask an agency to explain
feedback-agency = Agency concerned
feedback-agency-choose = Choose an agency
feedback-agency-missing = Choose an agency.
feedback-request = What the agency should explain
feedback-request-hint = The agency reads the message and this request, but not the sender’s contact details.
feedback-forward-button = Send the request
feedback-withdraw-title = The answer is public
feedback-withdraw = Unpublish
feedback-erase-title = Personal data
feedback-erase-hint = Permanently erases the sender’s contact details and the dossier they named. The message and the answer stay.
feedback-erase = Erase contact details
feedback-saved-forwarded = The agency has been asked to explain.
feedback-saved-answered = The message has been answered.
feedback-saved-withdrawn = The answer is no longer public.
feedback-saved-erased = The contact details have been erased.
feedback-saved-explained = The explanation has been sent to the managers.
feedback-explanations-title = Messages to explain
feedback-explanations-lead = The managers of the centre ask your agency for a written explanation of these messages.
feedback-explain-title = Explain
feedback-explanation = Explanation
feedback-explanation-hint = What happened, why, and what was done about it. The managers answer the sender.
feedback-explain-button = Send the explanation

rating-title = Rate the service
rating-lead = How satisfied are you with how your dossier was handled?
rating-ticket = Number
rating-ticket-hint = The clerk at the desk opens it for you. With the QR code it is filled in already.
rating-question = Your rating (press to send)
rating-very-satisfied = Very satisfied
rating-satisfied = Satisfied
rating-neutral = Neither
rating-dissatisfied = Dissatisfied
rating-private = Only the day and the rating are kept. Nobody can tell which dossier it was about, not even the clerk.
rating-score-missing = Choose how satisfied you are.
rating-unknown = No rating is open under this number. It holds for a short time and once. Ask the clerk to open it again.
rating-thanks = Thank you
rating-counted = Your rating counts.
rating-more = Do you want to say more? Write to us
rating-open = Open a rating on the tablet
rating-open-hint = For the visitor to whom the result was just handed over; once for this dossier.
rating-opened-title = The rating is open
# $minutes (String)
rating-opened = The visitor types this number on the tablet, on the page “Rate the service”. It holds for { $minutes } minutes.
rating-opened-qr = Or with a phone:
rating-opened-here = Open it on this screen
rating-not-yet = A dossier is rated when its result was handed over.
rating-rated = This dossier was rated already.

alarm-feedback-overdue = Messages from visitors are not answered in time
# $value (String)
alarm-feedback-overdue-text = Messages past their due time: { $value }.
alarm-feedback-overdue-do = Open Feedback, answer what is overdue, and remind the agencies that are to explain.
audit-feedback-opened = Message opened
audit-feedback-forwarded = Agency asked to explain a message
audit-feedback-explained = Message explained
audit-feedback-answered = Message answered
audit-feedback-withdrawn = Published answer taken back
audit-feedback-contact-erased = Sender’s contact erased
audit-rating-opened = Rating opened
setting-feedback-days = Days to answer a message
setting-feedback-days-text = Working days within which a message to the centre is answered. Messages that have come keep what they were promised.
setting-feedback-wall = Satisfaction on the screens
setting-feedback-wall-text = Whether the screens of the whole centre show how many visitors are satisfied and how many messages were answered in time, from enough of both.
setting-feedback-wall-off = not shown
setting-feedback-wall-on = shown
# $count (Number)
setting-working-days = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}

# $share (String)
feedback-wall-satisfied = Visitors who are satisfied this year: { $share }
# $share (String)
feedback-wall-in-time = Messages answered in time: { $share }
