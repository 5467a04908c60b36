notice-title = Notices on screens
notice-lead = What the centre tells people in the lobby. A notice appears beside the figures; an emergency fills every screen.
notice-new = Write a notice
notice-new-emergency = Send an emergency
notice-back = Back to the notices
# $count (String)
notice-waiting = Waiting for approval: { $count }
notice-waiting-hint = Shown once a manager other than its author approves it.
# $count (String)
notice-shown = Shown now: { $count }
# $count (String)
notice-to-come = To come: { $count }
# $count (String)
notice-past = Past: { $count }
notice-none = No notices.
notice-second-notices = A second manager approves notices before they are shown; an emergency is shown at once.
notice-second-emergencies = A second manager approves an emergency before it is shown.
notice-second-both = A second manager approves all notices before they are shown.

notice-text = Text
notice-when = When
# $from (String)
# $until (String)
notice-span = { $from } – { $until }
notice-where = Screens
notice-everywhere = Every screen
notice-author = Written by
# $name (String)
# $at (String)
notice-author-at = { $name }, at { $at }
notice-console = the operator of the server
notice-state = State
notice-kind = Kind
notice-kind-notice = Notice
notice-kind-emergency = Emergency

notice-state-shown = Shown now
notice-state-to-come = To come
notice-state-waiting = Waiting for approval
notice-state-over = Over
notice-state-called-off = Called off before it was shown
notice-state-refused = Not approved
notice-state-unanswered = Over before anybody approved it

# $number (String)
notice-one = Notice { $number }
notice-vi = Vietnamese
notice-en = English
notice-en-none = none; screens in English show the Vietnamese text
notice-approval = Approval
# $name (String)
# $at (String)
notice-approved-by = { $name } approved it at { $at }
# $name (String)
# $at (String)
notice-refused-by = { $name } rejected it at { $at }
# $name (String)
# $at (String)
# $reason (String)
notice-refused-why = { $name } rejected it at { $at }: { $reason }
notice-replaces = Replaces
notice-look = On the screen

notice-form-title = Write a notice
notice-form-title-emergency = Send an emergency
# $number (String)
notice-form-title-edit = Edit notice { $number }
notice-form-shown-hint = This notice is being shown. The new version replaces it, under a new number.
notice-vi-label = Text in Vietnamese
notice-en-label = Text in English
notice-en-hint = Blank: screens in English show the Vietnamese text.
# $notice (Number)
# $emergency (Number)
notice-chars-hint = One line: at most { NUMBER($notice) } characters for a notice, { NUMBER($emergency) } for an emergency. People passing by read no more.
notice-left = Characters left:
notice-from-label = Shown from
notice-from-hint = The centre’s time. Blank: from now on.
notice-until-label = Until
notice-until-hint = It disappears by itself at this time.
notice-screens = On which screens
notice-screens-all = Every screen
notice-screens-some = Only these
notice-screens-own = The screens of your agencies
notice-screens-no-own = No screen shows an agency of yours, so you cannot write notices yet.
notice-screens-emergency = An emergency always takes every screen.
notice-sure = I understand that an emergency covers every screen until it ends or is withdrawn
notice-preview = Preview
notice-publish = Put on the screens
notice-send = Send for approval
notice-preview-text = What people will see; updates as you type.

notice-bad-empty = Give the text in Vietnamese.
# $chars (Number)
# $max (Number)
notice-bad-long = This text has { NUMBER($chars) } characters; the screen has room for { NUMBER($max) }.
notice-bad-unseen = Write it in one line, without characters that cannot be seen.
notice-bad-from = Give a date and a time, for example 28/11/2026 and 07:30.
notice-bad-until = Give the date and time it ends, for example 28/11/2026 and 17:00.
notice-bad-past = It must end after now and after it begins.
# $days (Number)
notice-bad-span = A notice can be shown for at most { NUMBER($days) } days.
# $hours (Number)
notice-bad-span-emergency = An emergency can be shown for at most { NUMBER($hours) } hours; send it again if needed.
notice-bad-screens = Choose at least one screen.
notice-bad-sure = Confirm before you send out an emergency.
notice-bad-many = There are too many notices that are not over. End some before you write another.
# $max (Number)
notice-bad-reason = A reason has at most { NUMBER($max) } characters.
notice-changed = Somebody has just changed this notice. Look at it again before you decide.
notice-over = This notice is over.
notice-own = The author of a notice cannot approve it.

notice-saved = The notice is on the screens.
notice-saved-later = Saved. The notice appears by itself at its time.
notice-saved-waiting = Sent. It waits until another manager approves it.
notice-saved-approved = Approved.
notice-saved-refused = Returned to its author.
notice-saved-ended = The notice was withdrawn.

notice-edit = Edit
notice-end = Take off the screens now
notice-call-off = Withdraw
notice-approve = Approve
notice-refuse = Reject
notice-refuse-reason = Reason for rejecting (optional)
notice-approve-title = Approve this notice?
notice-own-waits = You wrote this notice, so another manager has to approve it. Until then you can edit or withdraw it.

notice-painted-title = Which screens show it
notice-painted-lead = Each screen confirms once the emergency is on it. This table updates by itself.
# $done (String)
# $all (String)
notice-painted-count = { $done } of { $all } screens show it
# $names (String)
notice-painted-missing = Not yet: { $names }
notice-painted-state = Shown
notice-painted-at = First confirmed at
notice-painted-yes = Shows it
notice-painted-no = Not yet
# $done (String)
# $all (String)
notice-painted-part = Not on all: { $done } of { $all } sets
notice-painted-off = Not connected
notice-painted-was = Showed it, not connected now
notice-painted-past = Showed it
notice-painted-unknown = Unknown: no television is paired

audit-notice-written = Notice written
audit-notice-ended = Notice taken back
audit-notice-approved = Notice approved
audit-notice-refused = Notice not approved

setting-second-manager = Approval of notices
setting-second-manager-text = Which notices on the lobby screens a manager other than the writer has to approve before they are shown. A command on the server itself needs no approval.
setting-second-off = No approval
setting-second-notices = Notices, not emergencies
setting-second-emergencies = Emergencies only
setting-second-both = All notices
