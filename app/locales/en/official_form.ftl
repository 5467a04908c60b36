official-form-title = Report II.06a
official-form-lead = Form II.06a/VPCP/KSTT for each report period. The figures are counted from the dossiers’ history, as they stood when the period ended.
official-form-kinds = Kinds of periods
official-form-kind-month = Months
official-form-kind-quarter = Quarters
official-form-kind-half-year = Half-years
official-form-kind-year = Years
official-form-kind-government-month = Months (15–14)
official-form-kind-government-quarter = Quarters (15–14)
official-form-kind-government-half-year = Half-years (15–14)
official-form-kind-government-year = Years (15–14)
official-form-kind-range = Others
official-form-period = Period
official-form-days = First – last day
official-form-source = Basis
official-form-state = State
official-form-signed = Signed
official-form-send-by = Send by
# $days (Number) - days since then
# $date (String)
official-form-send-passed = { $days ->
    [one] { $date }, one day ago
   *[other] { $date }, { NUMBER($days) } days ago
}
# $when (String) - a date, and how long it is past
official-form-send-by-text = Send by: { $when }.
official-form-send-unset = No deadline for sending reports is set: an administrator sets the days in the centre’s settings.
official-form-source-calendar = The calendar
official-form-source-decree = Decree 09/2019/NĐ-CP, article 12
official-form-state-to-come = Not started
official-form-state-running = Running
official-form-state-finished = Ended, not signed
official-form-state-signed = Signed
official-form-state-revised = Signed, revised since
official-form-state-uncounted = Signed, being counted again
# $days (Number)
official-form-waits = { $days ->
    [one] ended yesterday
   *[other] ended { NUMBER($days) } days ago
}
# $name (String)
# $at (String) - date and time
official-form-signed-by = { $name }, { $at }
official-form-none = There is no period of this kind yet.
# $count (String)
official-form-old = Old periods that were not signed: { $count }
official-form-older = Older periods
official-form-look-title = Figures for other dates
official-form-look-from = From
official-form-look-last = Up to and including
official-form-look-button = Show the figures
# $years (Number)
official-form-look-bad = Choose two days, the first not after the last, at most { NUMBER($years) } years.
official-form-add = Add a period
official-form-edit = Edit the period
official-form-add-button = Save the period
official-form-remove-button = Remove the period
official-form-remove-hint = It is only removed from the list; no dossiers or figures are lost.
official-form-kind = Kind
official-form-source-hint = The document that sets this period, for example: letter 1234/UBND-KSTT.
official-form-bad-kind = Choose one of the kinds.
official-form-bad-date = Give a date, for example 15/12/2025.
# $years (Number)
official-form-bad-days = The last day must not be before the first, and at most { NUMBER($years) } years after it.
# $max (Number)
official-form-bad-source = Give the basis, in at most { NUMBER($max) } characters.
official-form-taken = There is a period of this kind that begins on this day.
official-form-row-signed = This period is signed: it can neither be changed nor removed.
official-form-saved = The period is saved.
official-form-removed = The period was removed from the list.
official-form-back = All periods
# $period (String)
official-form-back-to = Back to: { $period }

official-form-counting-title = The figures are being counted
# $done (String) - a number
# $whole (String) - a number
official-form-counting-text = { $done } of { $whole } dossiers counted. The page reloads by itself until it is done.
official-form-part = Only the agencies you are responsible for, not the whole centre.
# $at (String) - date and time
official-form-running-text = The period is still running: figures as of { $at }, which change until it ends.
official-form-finished-text = The period has ended and is not signed.
# $name (String)
# $at (String) - date and time
# $fingerprint (String)
official-form-signed-text = Signed by { $name } on { $at }. Fingerprint { $fingerprint }.
official-form-revised-title = The figures have changed since they were signed
official-form-revised-text = Something that happened in the period was recorded or corrected after it was signed. These cells differ; what was signed is kept as it was.
official-form-revised-caption = The cells that differ
official-form-revised-line = Line
official-form-revised-column = Column
official-form-revised-was = Signed
official-form-revised-is = Now
# $count (Number)
official-form-revised-more = { $count ->
    [one] { $count } more cell differs.
   *[other] { $count } more cells differ.
}
official-form-versions = Versions
# $at (String) - date and time
official-form-version-signed = Signed { $at }
official-form-version-now = Counted now
official-form-axes = By
official-form-axis-field = By field
official-form-axis-agency = By agency
official-form-xlsx = Download XLSX
official-form-csv = Download CSV
official-form-print = Print this page with your browser: A4, landscape.
official-form-sign = Sign this period
official-form-sign-again = Sign the revision

official-form-number = Form II.06a/VPCP/KSTT
official-form-heading = State and results of the processing of administrative procedures at agencies that process them directly
# $period (String)
official-form-period-line = Period: { $period }
# $from (String) - day/month/year
# $last (String) - day/month/year
official-form-days-line = (From { $from } up to and including { $last })
official-form-unit = Reported by:
official-form-recipient = Reported to:
official-form-measure = Unit: dossiers
official-form-head-number = No.
official-form-head-field = Field
official-form-head-agency = Agency
official-form-head-received = Dossiers received
official-form-head-resolved = Dossiers resolved
official-form-head-open = Dossiers in process
official-form-head-whole = Total
official-form-head-in-period = In the period
official-form-head-before = Carried over
official-form-head-online = Online
official-form-head-direct = At the desk, by post
official-form-head-early = Early
official-form-head-on-time = On time
official-form-head-late = Overdue
official-form-head-within = Within time
official-form-total = Total
official-form-empty = No dossier in this period.
# $form (String)
# $period (String)
# $axis (String)
official-form-caption = { $form }, { $period }, { $axis }
official-form-sideways = The table is wider than the screen: swipe sideways to see all of it.
official-form-scroll = The figures; can be scrolled sideways
official-form-folding = How dossiers are entered that the form has no column for:
# $count (String) - a number
official-form-folding-paused-12 = paused, waiting for papers or payment ({ $count }): column 12.
# $count (String) - a number
official-form-folding-paused-9 = paused, waiting for papers or payment ({ $count }): column 9, so column 11 is not column 6 of the next period.
# $withdrawn (String) - a number
# $ineligible (String) - a number
official-form-folding-ended-9 = withdrawn ({ $withdrawn }) and not eligible ({ $ineligible }): column 9.
# $withdrawn (String) - a number
# $ineligible (String) - a number
official-form-folding-ended-8 = withdrawn ({ $withdrawn }) and not eligible ({ $ineligible }): column 8.
official-form-rule-instant = Overdue: resolved after the due time.
official-form-rule-day = Overdue: resolved after the due day.
official-form-linked = Linked dossiers: the total counts each once; by agency, each counts its own part, so the agencies’ lines do not add up to the total.
# $name (String)
# $at (String) - date and time
# $fingerprint (String)
official-form-signed-line = Signed in the system by { $name }, { $at }; fingerprint { $fingerprint }.
# $at (String) - date and time
official-form-now-line = Figures of { $at }, not signed.
official-form-place-date = Place and date: ……………………………
official-form-maker = Prepared by
official-form-head-of-unit = Head of the agency
official-form-sign-hint = (signature, full name)
official-form-sign-seal-hint = (signature, seal, full name)

official-form-checks = Checks
official-form-check = Condition
official-form-check-result = Result
official-form-check-lines = The lines add up to the total
# $period (String)
official-form-check-carried = Column 6 is column 11 of the period before ({ $period })
official-form-check-holds = Holds
# $left (String) - a number
# $right (String) - a number
official-form-check-fails = Does not hold: { $left } and { $right }
official-form-check-unknown = The period before is not counted yet
# $left (String) - a number
# $right (String) - a number
official-form-check-folded = Does not hold, because the paused stand in column 9: { $left } and { $right }
official-form-beside = Not in the form
official-form-rate = Resolved early or on time
official-form-rate-text = (early + on time) ÷ resolved; withdrawn and ineligible do not count
official-form-late-first = Late by the original due time
official-form-late-first-text = resolved in the period after the due time of the first slip
official-form-refused = Refused at reception
official-form-refused-text = in no column of the form

official-form-sign-title = Sign the report
official-form-sign-lead = Check the figures below. When you sign, all figures of the period are kept as they are, with your name and the time.
official-form-sign-then = After signing, only managers can record what happened in this period, with a reason. If that changes the figures, the report is marked and can be signed again. The earlier signed version is kept.
official-form-sign-button = I have checked the figures and sign
official-form-sign-changed = The figures have just changed. Look at them again, then sign.
official-form-sign-running = The period has not ended, so it cannot be signed yet.
official-form-sign-already = The report is signed, and no figure has changed since.
official-form-sign-done = The report is signed.

setting-report-recipient = Recipient of the report
setting-report-recipient-text = On top of form II.06a; blank: a line is left to be written by hand.
setting-report-send = Deadline for sending report II.06a
setting-report-send-text = Within how many days after the last day of the period the report has to be sent, as its recipient says; where that is a day off, on the next working day. 0: not set.
setting-report-paused = Paused dossiers in form II.06a
setting-report-paused-text = The form has no column for the paused. How they were entered is printed under it.
setting-report-paused-12 = Column 12: in process, within their time
setting-report-paused-9 = Column 9: as resolved on time (column 11 is then not column 6 of the next period)
setting-report-ended = Withdrawn and ineligible dossiers in form II.06a
setting-report-ended-text = The form has no column for them. How they were entered is printed under it.
setting-report-ended-9 = Column 9: resolved on time
setting-report-ended-8 = Column 8: resolved early

audit-report-signed = Report signed

# $tab (String) - a tab of the work list
list-title = Work list: { $tab }
# $name (String) - what a list is narrowed by
# $value (String)
list-filter = { $name }: { $value }
# $time (String) - a moment
list-made-at = Made at { $time }.
list-sheet = Dossiers
list-xlsx = Download the list (XLSX)
list-csv = Download the list (CSV)
list-code = Code
list-status = Status
list-received = Received
list-due = Due
list-overdue = Overdue
list-agency = Agency
list-field = Field
list-procedure = Procedure
list-channel = Channel
list-assignee = Assigned to
# $count (Number)
list-cut = The list is longer: these are the first { NUMBER($count) } dossiers.
official-form-superseded-line = The figures of the period have changed since it was signed; see them counted again.
# $at (String) - date and time
# $name (String)
# $signed (String) - date and time
official-form-recounted-line = Counted again { $at }, otherwise than signed by { $name } { $signed }; this is not signed.
# $agencies (String)
# $at (String) - date and time
official-form-part-line = Only of: { $agencies }. This is not the report of the whole centre and is not signed. Figures of { $at }.
official-form-revised-inside = The columns are the same; what is folded into them (paused, withdrawn, not eligible) has changed.

# $period (String) - the period before, by its name
# $at (String) - time and date
official-form-check-carried-signed = Column 6 equals column 11 of the period before ({ $period }) as signed at { $at }
# $left (String) - column 6
# $right (String) - column 11 of the period before
# $difference (String) - with its sign
official-form-check-carried-fails = No: column 6 is { $left }, column 11 of the period before is { $right }, difference { $difference }
# $carried (String) - column 6
# $period (String) - the period before, by its name
# $at (String) - time and date
# $open (String) - column 11 of the period before
# $difference (String) - with its sign
official-form-carried-note = Column 6 is { $carried }; column 11 of the period before ({ $period }) as signed at { $at } is { $open }; difference { $difference }. By line:
# $name (String) - of a line
# $carried (String) - column 6
# $open (String) - column 11 of the period before
# $difference (String) - with its sign
official-form-carried-line = { $name }: { $carried } and { $open }, difference { $difference }
# $count (Number) - lines
official-form-carried-more = { $count ->
    [one] and { $count } more line
   *[other] and { $count } more lines
}
official-form-carried-title = Not what the period before was signed with
# $period (String) - the period before, by its name
# $at (String) - time and date
# $fingerprint (String) - hexadecimal
official-form-carried-text = Column 11 of the period before ({ $period }), as signed at { $at }, fingerprint { $fingerprint }, is not column 6 of this period in these lines. Something was corrected or recorded late after it was signed, or the paused are counted in another column.
# $count (String) - dossiers
official-form-carried-now = Counted again now, column 11 of the period before is { $count }.
official-form-carried-open = Column 11 before, as signed
official-form-carried-carried = Column 6 of this period
official-form-carried-difference = Difference
# $number (Number) - of the column, 3 to 13
# $name (String) - what stands over it
official-form-cell-column = Column { NUMBER($number) }: { $name }
official-form-cell-none = No dossiers.
official-form-cell-on = There are dossiers that have not been looked at yet.
