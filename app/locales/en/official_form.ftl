form-title = Report II.06a
form-lead = Form II.06a/VPCP/KSTT for each report period. The figures are counted from the dossiers’ history, as they stood when the period ended.
form-kinds = Kinds of periods
form-kind-month = Months
form-kind-quarter = Quarters
form-kind-half-year = Half-years
form-kind-year = Years
form-kind-government-month = Months (15–14)
form-kind-government-quarter = Quarters (15–14)
form-kind-government-half-year = Half-years (15–14)
form-kind-government-year = Years (15–14)
form-kind-range = Others
form-period = Period
form-days = First – last day
form-source = Set by
form-state = State
form-signed = Signed
form-source-calendar = The calendar
form-source-decree = Decree 09/2019/NĐ-CP, article 12
form-state-to-come = Not begun
form-state-running = Running
form-state-finished = Finished, not signed
form-state-signed = Signed
form-state-revised = Signed, revised since
form-state-uncounted = Signed, being counted again
# $name (String)
# $at (String) - date and time
form-signed-by = { $name }, { $at }
form-none = There is no period of this kind yet.
form-older = Older periods
form-look-title = Look at any days
form-look-from = From
form-look-last = Up to and including
form-look-button = Show the figures
# $years (Number)
form-look-bad = Choose two days, the first not after the last, at most { NUMBER($years) } years.
form-add = Add a period
form-edit = Change the period
form-add-button = Save the period
form-remove-button = Remove the period
form-remove-hint = It only leaves the list; no dossier and no figure is lost.
form-kind = Kind
form-source-hint = The text that sets this period, for example: letter 1234/UBND-KSTT.
form-bad-kind = Choose one of the kinds.
form-bad-date = Give a date, for example 15/12/2025.
# $years (Number)
form-bad-days = The last day must not be before the first, and at most { NUMBER($years) } years after it.
# $max (Number)
form-bad-source = Say what sets it, in at most { NUMBER($max) } characters.
form-taken = There is a period of this kind that begins on this day.
form-row-signed = This period is signed: it can neither be changed nor removed.
form-saved = The period is saved.
form-removed = The period was removed from the list.
form-back = All periods
# $period (String)
form-back-to = Back to { $period }

form-counting-title = The figures are being counted
# $done (String) - a number
# $whole (String) - a number
form-counting-text = { $done } of { $whole } dossiers passed. The page loads itself again until it is done.
form-part = Only the agencies that you work for, not the whole centre.
# $at (String) - date and time
form-running-text = The period runs: figures of { $at }, which change until it ends.
form-finished-text = The period is over and not signed.
# $name (String)
# $at (String) - date and time
# $fingerprint (String)
form-signed-text = Signed by { $name } on { $at }. Fingerprint { $fingerprint }.
form-revised-title = The figures have changed since they were signed
form-revised-text = Something that happened in the period was recorded or corrected after it was signed. These cells differ; what was signed is kept as it was.
form-revised-caption = The cells that differ
form-revised-line = Line
form-revised-column = Column
form-revised-was = Signed
form-revised-is = Now
# $count (Number)
form-revised-more = { $count ->
    [one] { $count } more cell differs.
   *[other] { $count } more cells differ.
}
form-versions = Versions
# $at (String) - date and time
form-version-signed = Signed { $at }
form-version-now = Counted now
form-version-finished = Counted now
form-axes = By
form-axis-field = By field
form-axis-agency = By agency
form-xlsx = Download XLSX
form-csv = Download CSV
form-print = Print this page with your browser: A4, landscape.
form-sign = Sign this period
form-sign-again = Sign the revision

form-number = Form II.06a/VPCP/KSTT
form-heading = State and results of the processing of administrative procedures at agencies that process them directly
# $period (String)
form-period-line = Period: { $period }
# $from (String) - day/month/year
# $last (String) - day/month/year
form-days-line = (From { $from } up to and including { $last })
form-unit = Reported by:
form-recipient = Reported to:
form-measure = Unit: dossiers
form-head-number = No.
form-head-field = Field
form-head-agency = Agency
form-head-received = Dossiers received
form-head-resolved = Dossiers resolved
form-head-open = Dossiers in process
form-head-whole = Total
form-head-in-period = In the period
form-head-before = Carried over
form-head-online = Online
form-head-direct = At the counter, by post
form-head-early = Early
form-head-on-time = On time
form-head-late = Overdue
form-head-within = Within time
form-total = Total
form-empty = No dossier in this period.
# $form (String)
# $period (String)
# $axis (String)
form-caption = { $form }, { $period }, { $axis }
form-scroll = The figures; can be scrolled sideways
form-folding = How dossiers are entered that the form has no column for:
# $count (String) - a number
form-folding-paused-12 = paused, waiting for papers or payment ({ $count }): column 12.
# $count (String) - a number
form-folding-paused-9 = paused, waiting for papers or payment ({ $count }): column 9, so column 11 is not column 6 of the next period.
# $withdrawn (String) - a number
# $ineligible (String) - a number
form-folding-ended-9 = withdrawn ({ $withdrawn }) and not eligible ({ $ineligible }): column 9.
# $withdrawn (String) - a number
# $ineligible (String) - a number
form-folding-ended-8 = withdrawn ({ $withdrawn }) and not eligible ({ $ineligible }): column 8.
form-rule-instant = Overdue: resolved after the due time.
form-rule-day = Overdue: resolved after the due day.
form-linked = Linked dossiers: the total counts each once; by agency, each counts its own part, so the agencies’ lines do not add up to the total.
# $name (String)
# $at (String) - date and time
# $fingerprint (String)
form-signed-line = Signed in the system by { $name }, { $at }; fingerprint { $fingerprint }.
# $at (String) - date and time
form-now-line = Figures of { $at }, not signed.
form-place-date = Place and date: ……………………………
form-maker = Drawn up by
form-head-of-unit = Head of the agency
form-sign-hint = (signature, full name)
form-sign-seal-hint = (signature, seal, full name)

form-checks = Checks
form-check = What must hold
form-check-result = Result
form-check-lines = The lines add up to the total
# $period (String)
form-check-carried = Column 6 is column 11 of the period before ({ $period })
form-check-holds = Holds
# $left (String) - a number
# $right (String) - a number
form-check-fails = Does not hold: { $left } and { $right }
form-check-unknown = The period before is not counted yet
# $left (String) - a number
# $right (String) - a number
form-check-folded = Does not hold, because the paused stand in column 9: { $left } and { $right }
form-beside = Beside the form
form-rate = Resolved early or on time
form-rate-text = (early + on time) ÷ resolved; withdrawn and ineligible do not count
form-late-first = Late against the first promise
form-late-first-text = resolved in the period after the due time of the first slip
form-refused = Refused at reception
form-refused-text = in no column of the form

form-sign-title = Sign the report
form-sign-lead = Look at the figures once more. When you sign, all figures of the period are kept as they are, with your name and the time.
form-sign-then = From then on only managers can record what happened in this period, with a reason. If the figures change by that, the report is marked and can be signed again. What was signed before is kept.
form-sign-button = I have checked them and sign
form-sign-changed = The figures have just changed. Look at them again, then sign.
form-sign-running = The period has not ended, so it cannot be signed yet.
form-sign-already = The report is signed, and no figure has changed since.
form-sign-done = The report is signed.
form-sign-whole = Only managers of the whole centre can sign the report.

setting-report-recipient = Recipient of the report
setting-report-recipient-text = On top of form II.06a; blank: a line is left to be written by hand.
setting-report-paused = Paused dossiers in form II.06a
setting-report-paused-text = The form has no column for the paused. How they were entered is printed under it.
setting-report-paused-12 = Column 12: in process, within their time
setting-report-paused-9 = Column 9: as resolved on time (column 11 is then not column 6 of the next period)
setting-report-ended = Withdrawn and ineligible dossiers in form II.06a
setting-report-ended-text = The form has no column for them. How they were entered is printed under it.
setting-report-ended-9 = Column 9: resolved on time
setting-report-ended-8 = Column 8: resolved early

audit-report-signed = Report signed

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
list-assignee = In the hands of
# $count (Number)
list-cut = The list is longer: these are the first { NUMBER($count) } dossiers.
form-superseded-line = The figures of the period have changed since it was signed; see them counted again.
# $at (String) - date and time
# $name (String)
# $signed (String) - date and time
form-recounted-line = Counted again { $at }, otherwise than signed by { $name } { $signed }; this is not signed.
# $agencies (String)
# $at (String) - date and time
form-part-line = Only of: { $agencies }. This is not the report of the whole centre and is not signed. Figures of { $at }.
form-revised-inside = The columns are the same; what is folded into them (paused, withdrawn, not eligible) has changed.

# $period (String) - the period before, by its name
# $at (String) - time and date
form-check-carried-signed = Column 6 equals column 11 of the period before ({ $period }) as signed at { $at }
# $left (String) - column 6
# $right (String) - column 11 of the period before
# $difference (String) - with its sign
form-check-carried-fails = No: column 6 is { $left }, column 11 of the period before is { $right }, difference { $difference }
# $carried (String) - column 6
# $period (String) - the period before, by its name
# $at (String) - time and date
# $open (String) - column 11 of the period before
# $difference (String) - with its sign
form-carried-note = Column 6 is { $carried }; column 11 of the period before ({ $period }) as signed at { $at } is { $open }; difference { $difference }. By line:
# $name (String) - of a line
# $carried (String) - column 6
# $open (String) - column 11 of the period before
# $difference (String) - with its sign
form-carried-line = { $name }: { $carried } and { $open }, difference { $difference }
# $count (Number) - lines
form-carried-more = { $count ->
    [one] and { $count } more line
   *[other] and { $count } more lines
}
form-carried-title = Not what the period before was signed with
# $period (String) - the period before, by its name
# $at (String) - time and date
# $fingerprint (String) - hexadecimal
form-carried-text = Column 11 of the period before ({ $period }), as signed at { $at }, fingerprint { $fingerprint }, is not column 6 of this period in these lines. Something was corrected or recorded late after it was signed, or the paused are counted in another column.
# $count (String) - dossiers
form-carried-now = Counted again now, column 11 of the period before is { $count }.
form-carried-open = Column 11 before, as signed
form-carried-carried = Column 6 of this period
form-carried-difference = Difference
# $number (Number) - of the column, 3 to 13
# $name (String) - what stands over it
form-cell-column = Column { NUMBER($number) }: { $name }
form-cell-none = No dossiers.
form-cell-on = There are dossiers that have not been looked at yet.
