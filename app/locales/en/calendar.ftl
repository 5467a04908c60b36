due-undecided = calendar not yet published
# $due (String)
# $mark (String)
due-marked = { $due } ({ $mark })
# $year (String)
due-undecided-year = This due time is in { $year }, whose days off are not published yet. It may change once they are.
# $date (String)
due-undecided-day = { $date }, before this due time, waits for its decision. The due time may move when it is decided.

day-status = Decision
day-status-hint = Choose “Awaiting decision” if the date is only expected. Due times already count with it, and are marked until it is decided.
day-status-decided = Decided
day-status-pending = Awaiting decision

calendar-gap-title = The calendar has gaps
# $year (String)
# $count (Number)
# $min (Number)
calendar-gap-year = { $year } has { $count } days off so far; it counts as published from { $min } on (Labour Code 2019, Art. 112). Due times that lie in it are marked “calendar not yet published”.
# $year (String)
# $count (Number)
calendar-gap-pending = { $year } has { $count } days awaiting a decision.
# $year (String)
# $count (Number)
# $min (Number)
calendar-year-undecided = The calendar of { $year } is not published: it has { $count } of { $min } days off.

alarm-calendar-missing = The calendar of a year is missing
# $value (String)
# $threshold (String)
alarm-calendar-missing-text = It has { $value } of { $threshold } days off so far. Due times that lie in the year are marked “calendar not yet published”.
alarm-calendar-missing-do = Tell an administrator to enter the days off of the year under Calendar, one by one or from a file.
alarm-calendar-pending = Calendar days awaiting a decision
# $value (String)
alarm-calendar-pending-text = { $value } days await a decision. Due times that pass over them are marked “calendar not yet published”.
alarm-calendar-pending-do = Tell an administrator to confirm or change these days under Calendar once they are decided.

calendar-days-file = Import from a file
file-title = Dates from a file
file-lead = An iCalendar file (.ics) of all-day events, or a CSV file with a date on each line: date;name;kind. It is shown first; nothing is saved yet.
file-file = File
# $count (Number)
# $kilobytes (Number)
file-file-hint = At most { $count } dates and { $kilobytes } KB, in UTF-8.
file-text = Or paste its content here
file-text-hint = Dates as 30/04/2027 or 2027-04-30. Kinds: day off; morning off; afternoon off; make-up; make-up 07:30-11:30; add “pending” where it is only expected. A blank kind is a day off.
file-text-example = For example: 30/04/2027;Reunification Day;day off
file-empty = Choose a file or paste its content.
# $line (Number)
# $what (String)
file-fault = Line { $line }: { $what }
# $count (Number)
file-fault-more = { $count } more lines cannot be read.
file-fault-columns = date;name;kind are needed, with semicolons between them.
# $text (String)
file-fault-date = “{ $text }” is no date. Write 30/04/2027 or 2027-04-30.
# $max (Number)
file-fault-name = the name is missing, or longer than { $max } characters.
# $text (String)
file-fault-kind = “{ $text }” is no kind of date. Use day off, morning off, afternoon off, make-up (hours may follow), pending.
file-fault-no-hours = the date has no office hours in that half. Give hours, as in make-up 07:30-11:30.
# $first (Number)
file-fault-twice = the date stands on line { $first }, with something else.
file-fault-not-all-day = the event is no all-day event.
file-fault-repeats = the event repeats. Give each date: the days off of every year are decided by themselves.
file-fault-ends = the event ends before it begins.
file-fault-cancelled = the event is called off. Take it out of the file.
# $max (Number)
file-fault-too-many = more than { $max } dates in a file.
file-fault-nothing = there is no date.
file-fault-not-calendar = it is not as iCalendar is written.
file-fault-not-text = the file is not in UTF-8. Save it as “CSV UTF-8”.
# $kilobytes (Number)
file-fault-too-large = the file is larger than { $kilobytes } KB.
# $count (Number)
# $changed (Number)
file-new = New dates: { $count }. Changed dates: { $changed }.
# $dates (String)
file-same = In the calendar already, and kept: { $dates }.
# $dates (String)
file-weekly = Weekly days off, left out: { $dates }.
# $decision (String)
file-reason = Calendar taken from a file ({ $decision }).
file-kind-off = day off
file-kind-morning = afternoon off
file-kind-afternoon = morning off
file-kind-make-up = make-up
file-kind-pending = pending
