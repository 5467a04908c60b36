title = Dossier processing results

in-time = On time or early
late = Late
pending = Pending
early = early
on-time = on time
late-part = late
within = within time
overdue = overdue
paused = paused, awaiting papers
received = received
resolved = resolved

of-resolved = of dossiers resolved
rate-words = of dossiers resolved were on time or early

# $count (String) - how many more
change-more = up { $count }
# $count (String) - how many fewer
change-fewer = down { $count }
change-same = no change
# $basis (String) - what it is compared with
change-against = on { $basis }
# $period (String) - the period before, in words
same-days-of = the same days of { $period }
# $date (String) - day/month
whole-day = { $date }
# $date (String) - day/month
basis-day = the whole of { $date }
# $days (Number) - working days
# $period (String) - the period before, in words
basis-period = { $days ->
    [one] the first working day of { $period }
   *[other] the first { $days } working days of { $period }
}
change-none = no full working day to compare yet

# $days (Number) - how many days are drawn
chart-title = Received and resolved, { $days ->
    [one] 1 working day
   *[other] { $days } working days
}
# $from (String) - day/month
# $to (String) - day/month
# $received (String) - in all
# $resolved (String) - in all
# $received_peak (String) - on one day
# $resolved_peak (String) - on one day
chart-description = From { $from } to { $to }: { $received } received, { $resolved } resolved; at most { $received_peak } received and { $resolved_peak } resolved in a day.
today = today so far
# $date (String) - day/month
on-day = on { $date }
chart-unfinished = Today is not over yet.
column-day = Day

# $period (String) - in words
table-caption = By field, { $period }
column-field = Field
column-received = Received
column-early = Early
column-on-time = On time
column-late = Late
column-pending = Pending
column-rate = Rate
column-handling = 80% done in
total = All fields
total-some = Fields listed
other-fields = Other fields
# $count (Number)
quiet-fields = { $count ->
    [one] 1 field has no dossiers
   *[other] { NUMBER($count) } fields have no dossiers
}
beyond-fields = more fields have no room here

qr-title = On your phone
qr-text = Scan to read this board and get the open data.

small-print-instant = On time: ready no later than the time on the receipt slip.
small-print-day = On time: ready no later than the day on the receipt slip.
small-print-some = Only fields shown by name are counted.
small-print-days = Same days: the same number of working days.
# $source (String) - form and circular
small-print-source = After { $source }.
source = form II.06a/VPCP/KSTT, Circular 01/2020/TT-VPCP

fresh-live = Live · up to date at
fresh-late = No update since
fresh-clock-wrong = The server’s clock is wrong · figures not valid
fresh-lost = Contact lost · figures at
page = Page
preview = Preview
playback = Replay
emergency = Emergency
# $time (String) - a time of day
emergency-until = Until { $time }
# $time (String) - a time of day
# $date (String) - day/month
emergency-until-day = Until { $time } on { $date }

# $time (String) - a time of day
# $date (String) - in words
figures-at = Figures as of { $time }, { $date }
summary-heading = Summary
fields-heading = By field
chart-heading = Day by day
definitions-heading = What the figures mean
data-heading = Open data
periods-label = Period
languages-label = Language
chart-as-table = Show the figures day by day
received-in-period = Received in the period
# $online (String) - dossiers
# $direct (String) - dossiers
received-parts = { $online } online, { $direct } at the desk or by post
carried-over = Carried over from before
resolved-in-all = Resolved
rate = On-time rate
handling = 80% done in
ended-otherwise = Ended otherwise
# $withdrawn (String) - dossiers
# $ineligible (String) - dossiers
ended-parts = { $withdrawn } withdrawn, { $ineligible } not eligible
identity = Received + carried over = resolved + pending + ended otherwise.
definition-instant = On time or early: the result was ready no later than the time on the receipt slip. Early: on a day before.
definition-day = On time or early: the result was ready no later than the day on the receipt slip. Early: on a day before.
definition-rate = Rate: on time or early, of all dossiers resolved in the period.
definition-pending = Pending: received and not yet ended. While papers or a payment are awaited the clock is stopped.
definition-handling = 80% done in: the working time within which 80% of the dossiers were resolved; 1 working day = 8 working hours.
definition-other = Other fields: fields with few dossiers and sensitive fields are shown together, to protect personal data.
definition-some = Only fields shown by name are counted here, to protect personal data.
# $source (String) - form and circular
definition-source = The figures follow { $source }.
data-text = The figures of this page as open data:
