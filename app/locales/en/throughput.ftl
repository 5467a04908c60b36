throughput-title = Throughput
throughput-back = Back to the figures
throughput-today = Today
throughput-week = This week
throughput-month = This month
throughput-quarter = This quarter
throughput-year = This year
throughput-period = Period
throughput-other-periods = Previous and next period
throughput-before = Previous period
throughput-after = Next period
throughput-any-days = Custom dates
throughput-from = From
throughput-to = To
throughput-show-days = Show these days
throughput-wrong-from = Enter the first day, for example 01/11/2026.
throughput-wrong-to = Enter the last day, for example 30/11/2026.
throughput-wrong-turned = The last day must not come before the first.
throughput-wrong-long = A period may have at most ten years.
throughput-filter = Filter and group
# $what (String)
throughput-filter-on = Filtered: { $what }
throughput-filter-apply = Filter
throughput-filter-off = Clear the filter
throughput-grouping = Group by
throughput-agency = Agency
throughput-field = Field
throughput-channel = Channel
throughput-procedure = Procedure
throughput-person = Person
throughput-agency-field-channel = Agency, field and channel
throughput-all-agencies = All agencies
throughput-all-mine = All agencies I see
throughput-all-fields = All fields
throughput-all-channels = All channels
throughput-all-procedures = All procedures
throughput-all-people = Everybody
throughput-procedure-none = No procedure known
throughput-person-none = Unassigned
throughput-received = Received
throughput-received-online = online
throughput-received-direct = at the desk
throughput-received-post = by post
throughput-resolved = Resolved
throughput-early = Early
throughput-on-time = On time
throughput-late = Late
throughput-first-late = Late by the original due time
throughput-rate = On-time rate
throughput-change = Change
throughput-open = Pending
throughput-open-now = Pending now
throughput-open-then = Pending at the end
throughput-within = Within time
throughput-overdue = Overdue
throughput-paused = Paused
throughput-no-due = No due time
throughput-registered = Registered, not yet received
throughput-waiting = Result ready for collection
throughput-waiting-short = To collect
throughput-handed-over = Handed over
throughput-withdrawn = Withdrawn
throughput-ineligible = Not eligible
throughput-otherwise = Ended otherwise
throughput-refused = Refused at reception
throughput-working-time = Working time
throughput-average = Average working time
throughput-median = Median working time
throughput-eighty = 80% resolved within
# $count (String)
throughput-hours = { $count } hours
# $count (String)
throughput-days = { $count } days
throughput-unit-hours = working hours
throughput-age = Age
# $from (String)
# $to (String)
throughput-age-band = { $from }–{ $to } days
# $from (String)
throughput-age-beyond = { $from } days and more
throughput-ages = Backlog by age
throughput-due-title = Overdue and due soon
throughput-due-soon = Overdue or due within 5 days
# $days (Number)
throughput-due-within = Due within { NUMBER($days) } days
# $days (Number)
# $date (String)
throughput-due-by = Within { NUMBER($days) } working days, to { $date }
throughput-overdue-now = Overdue now
throughput-due-open = Open the list to assign dossiers
throughput-due-none = Nothing is overdue or due soon.
throughput-give = Assign the selected dossiers
# $count (Number)
throughput-given = { NUMBER($count) } dossiers were assigned.
throughput-flow = Received and resolved, day by day
# $from (String)
# $to (String)
# $received (String)
# $resolved (String)
throughput-flow-words = from { $from } to { $to }, received { $received }, resolved { $resolved }
# $day (String)
# $received (String)
# $resolved (String)
# $late (String)
throughput-point = { $day }: received { $received }, resolved { $resolved }, of these late { $late }
# $open (String)
throughput-point-open = pending at its end { $open }
throughput-reader = Read the chart day by day
throughput-reader-hint = Arrow keys move from day to day, + and − zoom.
throughput-closer = Zoom in
throughput-wider = Zoom out
throughput-as-table = Show as a table
throughput-day = Day
throughput-month-name = Month
throughput-rates = On-time rate by month
# $from (String)
# $to (String)
throughput-rates-words = On-time rate by month, { $from } to { $to }
throughput-steps = Where working time goes
throughput-steps-none = Nothing was resolved in this period.
# $count (String)
throughput-steps-exact = Of all { $count } dossiers resolved in the period.
# $count (String)
# $of (String)
# $share (String)
throughput-steps-sample = A sample: { $count } of { $of } resolved dossiers ({ $share }), evenly spread.
throughput-share = Share
throughput-each-time = Each time
throughput-dossiers = Dossiers
throughput-drawn = Chart
throughput-total = Total
throughput-workload = Workload by person
throughput-nobody = No dossier is assigned to anybody.
throughput-all-people-table = See everybody in the table below
throughput-quality = Quality index: progress
throughput-quality-none = No dossiers to count yet, or counting is not finished.
# $most (String)
throughput-quality-of = of { $most } points
throughput-quality-words = On-time rate = (resolved early or on time + pending within time) ÷ (all resolved and pending). Points = rate × 20.
# $done (String)
# $within (String)
# $all (String)
# $rate (String)
# $most (String)
# $points (String)
throughput-quality-formula = ({ $done } + { $within }) ÷ { $all } = { $rate }; × { $most } = { $points } points
throughput-forecast = At the current pace
throughput-forecast-none = Too few working days for a forecast.
throughput-forecast-empty = Nothing is pending.
# $open (String)
# $by (String)
throughput-forecast-slow = The { $open } pending dossiers fall by only about { $by } per working day: too slowly to say when they will be cleared.
# $open (String)
throughput-forecast-level = The { $open } pending dossiers neither rise nor fall: as many are completed as received.
# $open (String)
# $by (String)
throughput-forecast-grows = The { $open } pending dossiers grow by about { $by } per working day, so they will not be cleared at this pace.
# $open (String)
# $likely (String)
# $earliest (String)
# $latest (String)
throughput-forecast-gone = The { $open } pending dossiers will be cleared { $likely }; at the earliest { $earliest }, at the latest { $latest }.
# $count (String)
throughput-in-days = in about { $count } working days
# $count (String)
# $date (String)
throughput-in-days-on = in about { $count } working days ({ $date })
throughput-beyond = later than two years from now
# $friday (String)
# $likely (String)
# $low (String)
# $high (String)
throughput-forecast-late = By Friday, { $friday }, about { $likely } will be overdue (between { $low } and { $high }), including those overdue now.
# $days (String)
# $received (String)
# $ended (String)
throughput-forecast-pace = Pace of the last { $days } working days: { $received } received and { $ended } completed per day.
throughput-forecast-range = The ranges cover 8 of 10 simulations; 1 in 10 is better, 1 in 10 worse.
# $count (String)
# $days (String)
throughput-against = compared with { $count } in { $days }
# $count (String)
throughput-until-yesterday = until the end of yesterday: { $count }
# $date (String) - day/month
# $count (String)
throughput-until = until the end of { $date }: { $count }
# $points (String)
throughput-points = { $points } points
throughput-nothing-beside = Nothing to compare with yet.
# $what (String)
throughput-by = By { $what }
# $what (String)
throughput-table = Figures by { $what }
# $count (String)
throughput-all-rows = Show all { $count } rows
# $count (String)
throughput-left-out = { $count } more groups are not shown.
throughput-counts-parts = Agencies count their parts of linked dossiers, the centre counts each dossier once: the rows do not add up to the total.
throughput-xlsx = Download as Excel (XLSX)
throughput-csv = Download as CSV
# $count (Number)
throughput-csv-cut = Only the first { NUMBER($count) } dossiers are included.
throughput-none = No dossiers match this figure.
throughput-what-is-it = What is this figure?
throughput-how = How these figures are counted
throughput-rule = Rule
throughput-source = Source
throughput-source-counters = Running totals, kept with every change.
# $count (String)
throughput-source-dossiers = Counted from { $count } dossiers.
# $time (String)
throughput-counted-at = As of { $time }.
throughput-rule-instant = A dossier is late when it is resolved after its due time, to the minute.
throughput-rule-day = A dossier is late when it is resolved after its due date.
# $time (String)
throughput-live = Today, at { $time }
# $done (String)
# $total (String)
throughput-counting = Counting: { $done } of { $total } dossiers
throughput-counting-text = These figures are not stored, so they are being counted from the dossiers. This page shows them as soon as they are ready.
throughput-views = Saved views
throughput-view-keep = Save this view
throughput-view-name = Name of the view
throughput-view-hint = A view of “this month” always shows the current month. Saving under the same name replaces the old view.
throughput-view-button = Save
# $name (String)
throughput-view-remove = Remove the view “{ $name }”
throughput-view-needs-name = Give the view a name.
# $max (Number)
throughput-view-long = A name has at most { NUMBER($max) } characters.
# $max (Number)
throughput-view-too-many = At most { NUMBER($max) } views can be saved. Remove one first.
throughput-view-kept = Saved a view
throughput-view-removed = Removed a view
throughput-definitions = What the figures mean
throughput-definitions-lead = Days are those of the centre’s calendar. Working time is counted in office hours; a day is 8 hours.
throughput-received-is = Dossiers received in the period, once each, on the day they were received. One received exactly at its start is in it. Refused ones are not.
throughput-resolved-is = Dossiers whose result reached the one-stop unit in the period: early, on time and late together.
throughput-early-is = Resolved on a date before the due date.
throughput-on-time-is = Resolved neither early nor late; also those without a due time.
throughput-late-is = Resolved after the due time in force, including pauses and one extension. The rule in force says which moment counts.
throughput-first-late-is = Of the resolved ones, those resolved after the due time on the first receipt slip, before any pause or extension moved it.
throughput-rate-is = (Early + on time) ÷ resolved in the period. Without a resolved dossier there is no rate: “—”.
throughput-change-is = Compared with the period before and the same period last year. While a period is running, the same number of working days from the start of each is compared, without today.
throughput-open-is = Received and not ended: within time, overdue or paused. As of now, or of the end of a past period.
throughput-within-is = Pending, with the clock running and the due time not yet passed, or with no due time.
throughput-overdue-is = Pending past the due time. This happens by the clock alone; a dossier that was overdue stays overdue while paused.
throughput-paused-is = Waiting for the applicant’s papers or payment, or for confirmation of a withdrawal: the clock is stopped.
throughput-registered-is = Registered online and not yet received. Not part of any other figure.
throughput-waiting-is = Resolved, with the result waiting at the one-stop unit.
throughput-handed-over-is = Results handed over in the period, regardless of when they were resolved.
throughput-otherwise-is = Ended in the period without a result: withdrawn by the applicant, or not eligible.
throughput-refused-is = Refused at reception in the period. Not part of any other figure.
# $percent (String)
throughput-working-time-is = From reception to the result, in office hours, less the pauses; of the dossiers resolved in the period. The average is exact. Median and 80% are read from a histogram and err by at most { $percent }%.
throughput-age-is = Working days since reception, up to today. Only what is pending now is counted.
throughput-due-is = Dossiers past their due time, those that are paused among them, and running ones due until the end of the first, third or fifth working day from today, today included.
throughput-flow-is = What came in and went out each day, up to today; of a long period, each month.
throughput-steps-is = For the dossiers resolved in the period: how much of the working time from reception to the end they stood in each status. Waiting for the applicant is shown, too, though it does not count as working time.
throughput-workload-is = Pending dossiers by the person they are assigned to now, regardless of when they were received.
# $most (String)
throughput-quality-is = Group “progress” of the index of Decision 766/QĐ-TTg: (resolved early or on time + pending within time) ÷ (all resolved and pending); { $most } of its 100 points. Paused ones count as within time, as in the official form.
# $days (String)
# $runs (String)
throughput-forecast-is = The last { $days } working days are taken as what a day may bring. The days to come are drawn from them { $runs } times over. The middle run is the likely one; the range leaves out the best and the worst tenth. It knows nothing of holidays that slow people down, new staff or a campaign.

# $at (String) - an instant in words
throughput-as-of = As of { $at }, including status, time left and colours.
# $at (String) - an instant in words
throughput-as-of-short = as of { $at }
# $date (String) - day/month/year
throughput-as-of-end = the end of { $date }
throughput-resolved-at = Resolved
throughput-handed-over-at = Handed over
throughput-late-by = Late by (working time)
# $count (String)
throughput-list-sum = { $count } dossiers in all.
# $count (String)
throughput-list-page-sum = { $count } dossiers on this page.
# $all (String) - working time
# $each (String) - working time
throughput-late-sum = { $all } of working time late in total, { $each } on average.
throughput-axis-day = Vertical axis: dossiers per working day.
throughput-axis-month = Vertical axis: dossiers per month.
# $received (String)
# $resolved (String)
throughput-axis-off = Days off are not shown ({ $received } received, { $resolved } resolved); see the table.
