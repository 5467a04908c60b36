days-title = The year, day by day
days-link = See the year day by day, and the coming days off
days-lead = Every working day that is over: what share of the dossiers resolved on it was in time. For the whole centre.
days-off-heading = Coming days off
days-off-none = The calendar has no coming day off yet.
# $from (String) - the first day
# $last (String) - the last
days-off-span = { $from } – { $last }
# $year (String) - the year
days-of-year = { $year }
days-none = No working day of this year is over yet.
# $month (String) - the month
days-table = { $month }: the share of each working day
days-column-share = Share
days-column-word = Result
days-all = all in time
days-nearly-all = nearly all
days-most = most
days-many-late = many were late
# $min (Number) - the least number of dossiers
days-too-few = fewer than { NUMBER($min) } dossiers
days-nothing = no dossier
days-text = The share: dossiers in time of those resolved on the day. Today is not over, so it is not here yet.
# $min (Number) - the least number of dossiers
days-few-text = A day with fewer than { NUMBER($min) } resolved dossiers tells no share, to protect personal data.
days-card = A small card for a ward’s own site
days-card-text = A picture and figures to be shown on another site:
# $rate (String) - the share
card-rate = { $rate } of resolved dossiers were in time
# $time (String) - the time
# $date (String) - the date
card-at = At { $time }, { $date }
# $name (String) - what it is called
# $day (String) - when it begins
card-day-off = Closed: { $name }, { $day }
