status-registered = Registered online
status-received = Received
status-refused = Refused at reception
status-in-process = In process
status-papers-asked = More papers requested
status-payment-asked = Payment requested
status-withdrawal-asked = Withdrawal requested
status-stopped = Stopped
status-resolved = Resolved
status-handed-over = Result handed over

act-register = Register
act-receive = Receive
act-refuse = Refuse at reception
act-start = Start work
act-ask-papers = Ask for more papers
act-papers-received = Papers received
act-ask-payment = Ask for payment
act-paid = Payment received
act-ask-withdrawal = Applicant asks for withdrawal
act-decline-withdrawal = Withdrawal dropped, continue
act-confirm-withdrawal = Confirm the withdrawal
act-stop = Stop (not eligible)
act-resolve = Resolve
act-hand-over = Hand over the result
act-extend = Extend, with an apology
act-recount = Count the due time again
act-amend = Amend the reception
act-annul = Annul the reception
act-correct = Take back the last step
act-assign = Assign to a colleague
act-remind = Reminder of the papers asked for
act-step = Processing step

channel-online = Online
channel-direct = At the desk
channel-post = By post

desk-title = Work list
desk-tabs = Filter by status
tab-open = To work on
tab-registered = Registered
tab-received = To start
tab-in-process = In process
tab-waiting = Waiting for the applicant
tab-stop-proposed = Stop proposed
tab-resolved = To hand over
tab-closed = Closed
# $count (String) - a number with its thousands apart
tab-count-more = { $count }+
desk-find = Find a dossier
desk-find-hint = A dossier code or its last digits; a full name or a given name, also with the last 4 digits of the phone; a whole phone or identity number.
desk-received-from = Received from
desk-received-to = Received until
desk-due-from = Due from
desk-due-to = Due until
desk-day-hint = For example 27/11/2026.
desk-bad-day = Enter day, month and year, for example 27/11/2026.
desk-agency = Agency
desk-agency-all = All I may see
desk-procedure = Procedure
desk-procedure-all = All procedures
desk-show = Show
desk-clear = Clear
desk-code = Code
desk-status = Status
desk-due = Due
desk-left = Time left
desk-applicant = Applicant
desk-received = Received
# $max (Number)
desk-too-long-to-sort = The list has more than { NUMBER($max) } dossiers, too many to sort by this column. Narrow it with the filters.
desk-rows-wide = Wider rows
desk-rows-close = Closer rows
desk-names = Show names
desk-names-hint = Shows the applicants’ full names. This is recorded in the audit.
desk-views = Saved filters
desk-view-keep = Save filters
desk-view-name = Name of the filters
desk-view-button = Save
# $name (String)
desk-view-remove = Remove the filters “{ $name }”
desk-view-needs-name = Give the filters a name.
# $max (Number)
desk-view-long = A name has { NUMBER($max) } characters at most.
# $max (Number)
desk-view-too-many = At most { NUMBER($max) } filters can be saved. Remove some first.
desk-none = No dossier here.
desk-none-found = No such dossier, or it belongs to another agency.
desk-next = Next page
desk-first = Back to the start
# $code (String)
desk-select = Select dossier { $code }
desk-bulk = With the selected dossiers
desk-bulk-act = What was done
desk-bulk-reason = Reason (where one is needed)
desk-bulk-button = Record for the selected
# $count (Number)
desk-bulk-done = Recorded for { NUMBER($count) } dossiers.
desk-bulk-none = No dossier is selected.
desk-bulk-act-missing = Choose what was done.
# $max (Number)
desk-bulk-too-many = At most { NUMBER($max) } dossiers at once.
desk-bulk-cannot = Nothing was recorded
desk-bulk-cannot-text = These dossiers cannot be changed, so none was:
# $act (String)
# $who (String)
desk-bulk-not-for = “{ $act }” is not possible for { $who }.
desk-bulk-undo = Undo
# $n (String)
desk-undo-left = { $n } s left
# $count (Number)
desk-bulk-others = Record the other { NUMBER($count) }
desk-back = Back to the work list

# $time (String)
left-time = { $time } left
# $time (String)
left-over = { $time } overdue
left-now = due now
# $time (String)
left-stopped = paused, { $time } left
left-stopped-over = paused, overdue
left-none = —
tag-papers-asked = Papers requested
tag-payment-asked = Payment requested
tag-withdrawal-asked = Withdrawal requested
tag-annulled = Reception annulled
tag-overdue = Overdue
tag-stop-proposed = Stop proposed

# $code (String)
dossier-title = Dossier { $code }
dossier-facts = About this dossier
dossier-field = Field
dossier-channel = Channel
dossier-received = Received
dossier-first-due = First due time
dossier-due-none = none yet
dossier-ended = Ended
dossier-handled = Handling time
dossier-paused = Time paused
proposal-title = It is proposed to stop
# $asked (String)
proposal-text = More papers were asked for on { $asked } and have not come. Nothing stops by itself: it is for you to look at and decide.
proposal-take-up = Prepare the stop
# $asked (String)
# $papers (String)
# $today (String)
proposal-reason = More papers were asked for on { $asked } ({ $papers }); by { $today } they have not been handed in.
# $asked (String)
# $papers (String)
# $reminded (String)
# $today (String)
proposal-reason-reminded = More papers were asked for on { $asked } ({ $papers }), a reminder was sent on { $reminded }; by { $today } they have not been handed in.
dossier-next = Record the next step
dossier-next-none = This dossier has ended. There is nothing more to record.
dossier-with-reason = With a reason
dossier-reason = Reason
dossier-reason-hint = The applicant will read this. Write nothing personal about anybody else.
dossier-new-due = New due time
# $until (String)
# $most (String)
extension-hint = An extension is possible until { $until }. The new due time may be { $most } at the latest; outside working time it moves back to the end of the working hours before.
extension-hint-past = That has passed: only an extension decided before it can be recorded, with the time of the decision.
extension-title = Check the due time before extending it
extension-before = Due time now
extension-after = New due time
# $asked (String)
# $due (String)
extension-moved = { $asked } is not working time, so the new due time moves back to { $due }.
# $due (String)
extension-button = Extend to { $due }
dossier-earlier = It happened earlier
dossier-occurred = It happened at
# $days (Number)
dossier-occurred-hint = Leave blank if it is happening now. More than { NUMBER($days) } days back needs a manager and a reason.
dossier-late-reason = Why it is recorded late
dossier-record = Save
dossier-history = History
# $time (String)
dossier-spent = { $time } in this step
# $before (String)
# $after (String)
dossier-due-moved = Due: { $before } → { $after }
# $time (String)
dossier-recorded = recorded { $time }
dossier-annulled = Reception annulled
dossier-taken-back = taken back
# $what (String)
dossier-done = Recorded: { $what }.
dossier-undo = Undo
dossier-undo-reason = Recorded by mistake, undone at once.
# $time (String)
dossier-undo-until = It can be undone until { $time }.
# $seconds (String)
dossier-undo-left = { $seconds } s left.
dossier-ways = The list and the dossiers beside this one
dossier-previous = Previous dossier
dossier-following = Next dossier
dossier-list-end = This is the last dossier of the list.
dossier-changed-title = This dossier has changed
dossier-changed = It changed while you were writing. Nothing was recorded. See what is new; what you typed is kept.
# $who (String)
# $what (String)
# $time (String)
dossier-new-step = { $who } recorded “{ $what }” at { $time }
dossier-nothing-chosen = Choose a step to record.
dossier-bad-instant = Give a date and a time, such as 24/11/2026 and 09:30.

cannot-transition = The present status does not allow this.
cannot-reason-missing = Give a reason.
# $max (Number)
cannot-reason-long = The reason is longer than { NUMBER($max) } characters.
cannot-future = It cannot have happened in the future.
# $time (String)
cannot-before-last = It cannot have happened before the last step ({ $time }).
# $days (Number)
cannot-too-far-back = More than { NUMBER($days) } days back needs a manager and the reason why it is late.
# $until (String)
cannot-period-signed = What happened before { $until } lies in a signed report: it takes a manager and the reason why it is late.
cannot-papers-again = Papers were requested once already. Requesting them again is a manager’s decision.
cannot-extend-again = The due time was extended once already.
cannot-extend-no-due = There is no due time to extend.
# $time (String)
cannot-extend-late = An extension must come at least one working day before the due time: it was last possible at { $time }.
cannot-extend-short = The whole term is shorter than one working day, so it cannot be extended.
# $time (String)
cannot-extend-far = The new due time may be { $time } at the latest (the procedure's own time limit again). Further is a manager's decision.
# $time (String)
cannot-extend-year = The new due time may be { $time } at the latest: nothing is extended by more than a year.
cannot-extend-not-later = The new due time must be later than the old one.
cannot-no-working-time = The calendar has no working time for this limit. Tell an administrator.
cannot-correct = Only a manager can take this step back.
cannot-amend-nothing = Nothing was amended: everything is as it was.
cannot-amend = Only the author of the reception amends it, on the same day; later, or once the report’s period is signed, a manager does. The applicant’s data can be amended at any time.
# $new (String)
# $old (String)
cannot-amend-earlier = The due time would be { $new }, before { $old } on the old slip. Confirm it, or amend it otherwise.
# $next (String)
cannot-received-after = The reception would come after what followed on it, at { $next }.
cannot-annul = Only the author of the reception annuls it, on the same day, while nothing else has happened and the report’s period is not signed; else a manager does.
cannot-recount = The due time was just counted again under the calendar; it cannot be taken back. Record the next step instead.
cannot-opening = The opening of a dossier cannot be taken back.
cannot-other = This cannot be recorded.
cannot-changed = Somebody else has just changed it.
cannot-not-found = No such dossier, or it belongs to another agency.
dossier-paused-close = Paused close to the due time

linked-title = Linked dossier
linked-part = Part
linked-whole = Whole dossier
linked-hint = Each agency works on its part within a time limit of its own, never after the due time of the whole. The whole is resolved with the last of its parts.
slip-parts = Parts
cannot-done-to-parts = Of a linked dossier this is done to its parts; the whole follows them.
cannot-done-to-whole = Of a linked dossier this is done to the whole; its parts follow it.
linked-kept-in-promise = A part is due no later than the whole dossier.
cannot-parts-stay = A linked procedure is neither taken from a dossier that was received nor given to it. Annul this reception and receive again.
cannot-parts-open = A part has not ended yet.
# $due (String)
cannot-after-promise = The due time of a part cannot be after that of the whole ({ $due }).
cannot-whole-ended = The whole dossier has ended.
cannot-whole-went-on = The whole dossier has gone on since; take back the later step first.
