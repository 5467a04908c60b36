nav-throughput = Throughput
nav-report = Report II.06a
nav-screens = Screens
nav-notices = Notices
nav-playback = Shown before
nav-alarms = Alarms
nav-overview = Overview

manage-title = Today at a glance
manage-calm = Nothing needs attention right now.
# $count (Number) - cards
manage-wrong = { $count ->
    [one] One thing needs attention.
   *[other] { NUMBER($count) } things need attention.
}
# $count (Number) - lines
manage-more = and { NUMBER($count) } more
manage-overdue = Dossiers overdue now
# $count (String) - dossiers
manage-of-open = of { $count } pending
# $date (String) - day/month
manage-due = Dossiers due by the end of { $date }
manage-walls = Screens that have lost contact
manage-walls-none = No screen is paired yet.
# $count (Number) - screens
manage-walls-all = { $count ->
    [one] The paired screen is on.
   *[other] All { NUMBER($count) } paired screens are on.
}
manage-alarms = Open alarms
manage-reports = Reports II.06a to be signed
# $name (String) - the period
# $date (String) - its last day
# $days (Number) - days since then
manage-report-ended = { $name }: ended { $date }, { $days ->
    [0] today
    [one] yesterday
   *[other] { NUMBER($days) } days ago
}
# $name (String) - the period
# $when (String) - a date, and how long it is past
manage-report-send-by = { $name }: send by { $when }
manage-feedback = Messages overdue for an answer
# $count (String) - messages
manage-feedback-open = not answered: { $count }
manage-flows = Since midnight
manage-throughput = Today’s figures
