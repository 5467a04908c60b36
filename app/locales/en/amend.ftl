amend-title = Amend the reception
amend-intro = What is amended is told in the history, before and after; the applicant’s data are not. The due time is counted anew from the reception, and the new slip replaces the old one.
amend-applicant-only = You can amend the applicant’s data here. For the rest only the author of the reception, on the same day, or a manager can.
amend-link = Amend the reception
amend-papers = Papers handed in, one a line
amend-reason = Why it is amended
amend-reason-hint = Put nothing personal in it: it stands in the history.
amend-earlier = The due time may come before the one on the old slip
amend-button = Amend
amend-procedure-none = Not known
# $what (String)
# $before (String)
# $after (String)
amend-line = { $what }: { $before } → { $after }
# $what (String)
amend-line-personal = { $what }: amended (not shown here)
amend-due-earlier = earlier than on the old slip
# $count (Number)
amend-papers-others = { NUMBER($count) } others
amend-nothing = none
amend-due = Due
annul-title = Annul the reception
annul-text = For a reception made by mistake, or twice. The dossier leaves every figure, also of periods that are over, and can still be found. Nothing more can be recorded for it.
annul-reason = Why it is annulled
annul-button = Annul the reception
receptions-title = Receptions annulled and amended
# $count (Number)
receptions-annulled = Annulled: { NUMBER($count) }
receptions-annulled-name = Annulled
receptions-annulled-text = Received by mistake, or twice. They are in no figure.
# $count (Number)
receptions-in-time = Late before the amendment, on time after it: { NUMBER($count) }
receptions-in-time-name = On time after an amendment
receptions-in-time-text = The due time was counted anew from the amended reception, and what was late or overdue no longer is.
receptions-hint = Recorded in the period, whenever the dossier was received.
receptions-left-out = Not all changes of this period were looked through. Choose a shorter one.
receptions-when = Recorded
receptions-who = By
receptions-due-before = Due before
receptions-due-after = Due since
