language-name = English

# $weekday (Number) - 1 = Monday … 7 = Sunday
weekday = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}

# $month (Number) - 1 … 12
month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}

# $weekday (String) - in words
# $day (String) - of the month
# $month (String) - in words
# $year (String) - four digits
date-in-words = { $weekday }, { $day } { $month } { $year }

period-today = Today
# $month (String) - in words
period-month = { $month }
# $month (String) - in words
# $year (String) - four digits
period-month-of-year = { $month } { $year }
# $quarter (String) - I … IV
# $year (String) - four digits
period-quarter = Quarter { $quarter } { $year }
# $year (String) - four digits
period-half-year-first = First half of { $year }
# $year (String) - four digits
period-half-year-second = Second half of { $year }
# $year (String) - four digits
period-year = { $year }
# $date (String) - day/month/year
period-day = { $date }
# $from (String) - day/month/year
# $to (String) - the last day
period-range = { $from } to { $to }
# $from (String) - day/month/year
# $to (String) - the last day
period-government = Reporting period { $from } to { $to }

working-under-minute = under 1 minute
# $minutes (Number) - working minutes
working-minutes = { $minutes ->
    [one] { $minutes } working minute
   *[other] { $minutes } working minutes
}
# $hours (Number) - working hours
working-hours = { $hours ->
    [one] { $hours } working hour
   *[other] { $hours } working hours
}
# $hours (Number) - working hours
# $minutes (Number) - working minutes beyond them
working-hours-minutes = { NUMBER($hours) } h { NUMBER($minutes) } min of working time
# $days (Number) - working days of eight hours
working-days = { $days ->
    [one] { $days } working day
   *[other] { $days } working days
}
# $days (Number) - working days of eight hours
# $hours (Number) - working hours beyond them
working-days-hours = { NUMBER($days) } d { NUMBER($hours) } h of working time
# $minutes (Number) - working minutes
minutes = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
# $hours (Number) - working hours
hours = { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}
# $hours (Number) - working hours
# $minutes (Number) - working minutes beyond them
hours-minutes = { NUMBER($hours) } h { NUMBER($minutes) } min
# $days (Number) - working days of eight hours
days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
# $days (Number) - working days of eight hours
# $hours (Number) - working hours beyond them
days-hours = { NUMBER($days) } d { NUMBER($hours) } h
working-day-is = 1 working day = 8 working hours.

typed-day-label = Day
typed-time-label = Time
typed-day = For example: 27/11/2026.
typed-moment = For example: 27/11/2026, 17:00.
