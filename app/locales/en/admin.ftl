nav-people = People
nav-audit = Audit

people-title = People
people-lead = One account per person. Everything done is recorded under its user name.
people-name = User name
people-name-hint = Letters a to z, digits, dots, hyphens; it cannot be changed later.
people-display-name = Display name
people-title-of = Job title
people-title-hint = Printed after the name on papers, such as “Chuyên viên”. Optional.
# $max (Number)
people-long-title = The title has more than { NUMBER($max) } characters.
people-called = Name and title
people-called-button = Save name and title
people-role = Role
people-where = Works in
people-everywhere = The whole centre
people-where-hint = Choose agencies, or tick the whole centre.
people-everywhere-grant = The whole centre: all agencies, including those added later
people-where-none = Choose at least one agency, or tick the whole centre.
people-where-both = Untick the agencies, or the whole centre.
people-state = State
people-state-waits = No password yet
people-state-active = Active
people-state-disabled = Disabled
people-add = Add a person
people-add-button = Add, and make the link
people-link-title = One-time link
# $name (String)
people-link-text = Hand this link to { $name } in person. It works once, for 15 minutes, and is shown here only.
people-link-again = Make a new link
people-link-again-hint = For a forgotten password or a lost phone. All of this person’s open sessions end.
people-rights = Rights
people-rights-button = Save the rights
people-rights-hint = All of this person’s open sessions end.
people-disable = Disable the account
people-disable-confirm = Yes, disable this account
people-disable-unsure = Confirm before disabling.
people-saved = Saved.
people-taken = This name cannot be used, or somebody has it.
# $max (Number)
people-needs-display-name = Give a name (at most { NUMBER($max) } characters).
people-last-admin = The last administrator cannot be removed. Add another one first.
people-back = Back to the people

audit-title = Audit
audit-lead = Each line is sealed with the one before it. Nobody can change or remove one.
audit-subject = About
audit-subject-hint = A full dossier code or user name.
audit-actor = By
audit-when = When
audit-from = From
audit-act = What
audit-change = Before → after
audit-show = Search
audit-none = No entries.
audit-older = Older
audit-signed-in = Signed in
audit-sign-in-refused = Sign-in refused
audit-recovery-used = Signed in by a recovery code
audit-session-ended = Ended a session
audit-account-added = Added an account
audit-link-made = Made a one-time link
audit-password-set = Set a password
audit-rights-changed = Changed rights
audit-account-renamed = Changed a name or a title
audit-account-disabled = Disabled an account
audit-note-added = Noted something
audit-attachment-added = Attached a file to a dossier
audit-attachment-opened = Opened an attached file
audit-attachment-removed = Removed an attached file
audit-slip-issued = Printed a slip again
audit-applicant-erased = Erased an applicant
audit-applicant-exported = Copy of an applicant’s data given out
audit-letter-sent = Message sent to an applicant
audit-master-key-changed = Changed the master key
audit-seal-key-changed = Changed the seal key
audit-seal-key-lost = Declared the seal key lost
audit-restored = Restored a copy
audit-centre-changed = Changed the centre
audit-exported = Exported
audit-dossier-opened = Personal data of a dossier opened
audit-dossier-printed = Print of a dossier opened
audit-searched = Applicant looked for
audit-refused = Refused

clock-title = The server’s clock
clock-lead = Every record takes its time from this clock, for good. While the time is clearly wrong, nothing is recorded.
clock-now = It says
clock-newest = Newest record
clock-believed = The clock is right. Nothing to do.
# $built (String)
clock-before-build = This program did not exist before { $built }, so that time cannot be right. Ask the operator to set the clock.
# $newest (String)
clock-behind = It is behind what is already recorded ({ $newest }). Recording goes on when it has passed that, or when you say that it is right now.
# $expected (String)
clock-ahead = About { $expected } was expected. Recording goes on when the clock is set right, or when you say that it is right now.
clock-compare = Compare it with another clock first. If it is wrong, ask the operator to set it: say nothing here.
clock-button = The time it says is right
clock-saved = Confirmed. Recording goes on.

admin-title = Administration at a glance
admin-clock = Server clock problems
admin-calendar = Calendar alarms
admin-outbox = Undelivered messages to applicants
# $count (String)
admin-outbox-waiting = waiting to be sent: { $count }
admin-people-waiting = Accounts without a password yet
# $count (String)
admin-people-active = active: { $count }

# $what (String)
audit-of-notice = Notice no. { $what }
# $what (String)
audit-of-feedback = Message no. { $what }
# $what (String)
audit-of-document = Document no. { $what }
# $what (String)
audit-of-agency = Agency { $what }
# $what (String)
audit-of-field = Field { $what }
# $what (String)
audit-of-procedure = Procedure { $what }
# $what (String)
audit-of-day = Day off or make-up day { $what }
# $what (String)
audit-of-hours = Office hours from { $what }
audit-of-period = Report period
# $what (String)
audit-of-chain = Chain of seals { $what }
# $what (String)
audit-of-file = File { $what }
audit-looks-changed = display settings changed
# $count (String)
audit-rows = { $count } rows
# $days (String)
# $who (String)
audit-absence = { $days }, substitute: { $who }
audit-papers-moved = papers in another order
audit-sensitive = sensitive
audit-not-sensitive = not sensitive
audit-listed = in the public list
audit-not-listed = not in the public list
audit-online = can be handed in online
audit-not-online = cannot be handed in online
audit-posted = posted
audit-taken-down = taken down
audit-wishes = wishes
audit-forms = forms of papers
audit-attachment = file no.
audit-no-limit = no time limit
audit-no-cutoff = no cut-off
audit-as-counted = figures as counted then
# $fingerprint (String)
audit-signed = as signed { $fingerprint }
audit-bad-values = the bad values
# $number (String)
audit-version = version { $number }
# $rows (String)
# $new (String)
# $changed (String)
# $same (String)
# $bad (String)
audit-imported-rows = { $rows } rows: { $new } new, { $changed } changed, { $same } as before, { $bad } bad
# $column (String)
audit-sorted-ascending = Sorted by: { $column }, ascending
# $column (String)
audit-sorted-descending = Sorted by: { $column }, descending
# $done (String)
# $not (String)
# $sessions (String)
audit-replayed = { $done } done again, { $not } could not be; { $sessions } sessions ended
audit-begun = begun
# $applicants (String)
# $notes (String)
# $attachments (String)
audit-rekeyed = encrypted again: { $applicants } applicants, { $notes } notes, { $attachments } attachments
# $count (String)
audit-letters-wait = { $count } messages wait to be sent again
audit-waits-for-link = waits for a new link
audit-waits-for-slip = waits for a new slip
audit-recounted = counted again from the dossiers
# $count (String)
audit-rows-off = { $count } rows of figures were off
