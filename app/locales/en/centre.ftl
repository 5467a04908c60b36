nav-calendar = Calendar
nav-settings = Settings

setting-title = Settings of the centre
setting-lead = Each setting applies from a date. A change never recalculates the past.
setting-name = Setting
setting-now = In force
setting-to-come = To come
setting-before = Before
setting-value = New value
setting-from = Applies from
setting-from-hint = Today or later.
setting-from-first = (default)
# $date (String) - day/month/year
setting-from-date = from { $date }
setting-blank = not set
# $count (Number)
setting-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
# $count (Number)
setting-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
# $count (Number)
setting-times = { $count } × the procedure's time limit
# $count (Number)
setting-a-month = { $count } a month
setting-button = Save
setting-remove = Remove
# $date (String) - day/month/year
setting-remove-of = Remove the value from { $date }
setting-saved = Saved.
setting-back = Back to the settings
# $max (Number)
setting-bad-text = Give a text of at most { NUMBER($max) } characters.
# $max (Number)
setting-bad-optional = Give at most { NUMBER($max) } characters.
# $min (Number)
# $max (Number)
setting-bad-number = Give a number from { NUMBER($min) } to { NUMBER($max) }.
setting-bad-choice = Choose one of the values.
setting-bad-zone = There is no time zone of this name. For example: Asia/Ho_Chi_Minh.
setting-bad-date = Give a date, for example 01/12/2026.
setting-past = Choose today or a later day: a change never recalculates the past.
setting-restates = On or after this date, dossiers have already ended or paused under the old rule. Choose a later day.
setting-zone-fixed = Dossiers exist already, so the time zone can no longer be changed: the days of all figures depend on it.
setting-logo-fixed = The logo is a file on the server, so only the operator of the server can set it, by: sanh setting set centre_logo PATH (a .svg, .png, .jpg or .webp of at most 512 kB).

setting-centre-name = Name of the centre
setting-centre-name-text = The Vietnamese name on the lobby screen, on slips and in every letter to an applicant.
setting-centre-name-en = English name
setting-centre-name-en-text = Shown on pages in English; blank: the Vietnamese name stands in.
setting-centre-place = Place
setting-centre-place-text = Ward or commune and province, below the centre’s name.
setting-centre-parent = Parent authority
setting-centre-parent-text = Stands above the centre’s name on papers, such as “Ủy ban nhân dân phường Uông Bí”.
setting-centre-address = Address
setting-centre-address-text = Stands on the slip: where the result is collected.
setting-centre-hotline = Hotline
setting-centre-hotline-text = Stands on the slip and on letters to applicants.
setting-centre-initials = Initials
setting-centre-initials-text = Up to three letters in the place of a logo while there is none.
setting-centre-logo = Logo
setting-centre-logo-text = The picture in the corner of the lobby screen.
setting-zone = Time zone
setting-zone-text = The days and times of all figures follow it. It can change only while there is no dossier.
setting-deadline-rule = What counts as late
setting-deadline-rule-text = Says whether a dossier done on its due day but after the hour is on time or late.
setting-deadline-instant = Late after the promised hour
setting-deadline-day = Late only after the promised day
setting-due-precision = Precision of due times
setting-due-precision-text = A due time counts as the slip prints it, to the minute: due at 10:00, done at 10:00:59 is on time and at 10:01 late. Due times before the day this begins count as they did when they were reported.
setting-due-minute = To the minute, as printed
setting-due-millisecond = To the millisecond
setting-due-precision-fixed = This cannot be changed: figures already reported follow it.
setting-resume-rule = Due time after a pause
setting-resume-rule-text = How the due time moves once papers or a payment have come.
setting-resume-extend = Extended by the time paused
setting-resume-restart = The full time limit starts again
setting-backdate-days = Limit for backdated entries
setting-backdate-days-text = How many days back staff may record a step; anything earlier is recorded by a manager, with a reason.
setting-correction = Time to undo
setting-correction-text = How many seconds the author of a step may take it back. What the applicant is told is held until then.
setting-extension = Longest extension
setting-extension-text = By how many times the procedure's own time limit staff may extend, counted from the due time in force; further is a manager's to do, with a reason. Nobody extends by more than a year.
setting-remind = Reminder about missing papers
setting-remind-text = After how many days from the request for more papers the applicant is reminded once, in working time, if they have not come. 0: never. A reminder does not count as a second request.
setting-propose-stop = Suggestion to stop
setting-propose-stop-text = After how many days from the request for more papers it is proposed to the clerk to stop, if they have not come; always after the day of the reminder. 0: never. Nothing stops by itself.
setting-disclosure = Threshold for naming fields in public
setting-disclosure-text = A field is shown by name on the lobby screen only if the year before had this many dossiers in an average month, so that nobody can be recognised. It holds from the next year on.

calendar-title = Calendar
calendar-lead = All due times follow this calendar. Before a change is saved you see which due times it affects.
calendar-saved = The calendar is saved.
# $count (Number)
calendar-saved-moved = { $count ->
    [one] The calendar is saved, and one due time has moved.
   *[other] The calendar is saved, and { NUMBER($count) } due times have moved.
}
calendar-hours = Office hours of the week
calendar-hours-change = Set new office hours
calendar-hours-from = From
calendar-hours-to-come = to come
calendar-hours-before = Earlier office hours
calendar-days = Holidays and make-up days
calendar-days-lead = Holidays, closures, half days, make-up days.
calendar-days-none = No dates for this year yet.
calendar-days-add = Add a date
calendar-year = Year
calendar-date = Date
# $weekday (String)
# $date (String) - day/month/year
calendar-date-of = { $weekday } { $date }
calendar-for = Applies to
calendar-for-all = Every agency
calendar-working = Working time
calendar-closed = Closed
calendar-name = Name
calendar-decision = Legal basis
calendar-change = Edit
# $date (String) - day/month/year
calendar-change-of = Edit { $date }
calendar-back = Back to the calendar

day-title-new = Add a holiday or make-up day
# $date (String) - day/month/year
day-title = Edit { $date }
day-date = Date
day-until = Until the end of
# $max (Number)
day-until-hint = For several days in a row only, at most { NUMBER($max) }. Weekly days off are left out.
day-hours = Working time of the date
day-hours-hint = For example 07:30-11:30 13:00-17:00. Blank: closed all day.
day-name = Name
day-name-hint = For example: National Day; closed for storm no. 5; make-up Saturday.
day-decision = Legal basis
day-decision-hint = For example: Official letter 123/UBND-VP of 20/11/2026.
day-make-up = Make-up day
day-make-up-hint = For a swap only: the date above is off, this one is worked in its place, for the hours of the date off. Both are saved together.
# $date (String) - day/month/year
day-make-up-name = Made up for { $date }
day-preview = Preview
day-remove = Remove this date
day-remove-text = The date follows the office hours of the week again. You see what it does before it is saved.
# $max (Number)
day-bad-until = Give a date after the first one, within { NUMBER($max) } days.
day-bad-hours = Give times such as 07:30-11:30 13:00-17:00, in order, without overlap.
# $max (Number)
day-bad-name = Give a name (at most { NUMBER($max) } characters).
# $max (Number)
day-bad-decision = Give the number of the decision (at most { NUMBER($max) } characters).
day-bad-make-up = The make-up day must be another date, for a single date that is closed all day.
day-nothing = Between these two dates there is none to change.
day-taken = The calendar has this date already. Open it to change it.

hours-title = New office hours
# $date (String) - day/month/year
hours-title-change = Change the office hours from { $date }
hours-hint = For each day, for example 07:30-11:30 13:00-17:00. Leave weekly days off blank.
hours-none = Give the office hours of at least one day.
hours-remove = Remove these office hours
hours-remove-text = The office hours before them stay in force. You see what it does before it is saved.

preview-title = Preview of the change
preview-changed = The calendar or the due times have changed while you were looking. Nothing was saved. Look again below.
# $max (Number)
preview-too-many = More than { NUMBER($max) } due times would move at once. Save and leave them, or make smaller changes.
preview-nothing = The calendar says this already; there is nothing to save.
preview-change = The change
preview-before = Before
preview-after = After
preview-due-times = Due times of open dossiers
preview-none = No due times would change.
# $count (Number)
preview-moves = { $count ->
    [one] One due time would move.
   *[other] { NUMBER($count) } due times would move.
}
# $count (Number)
preview-first = Below are the { NUMBER($count) } that are due soonest.
preview-promise = A due time never becomes earlier than the one first given to the applicant. Applicants are told about the new one. Dossiers received later follow the new calendar in any case.
preview-code = Dossier
preview-agency = Agency
preview-old = Due now
preview-new = New due time
preview-how = Change
preview-later = later
preview-earlier = earlier
# $count (Number)
preview-stuck = { $count ->
    [one] One due time cannot move
   *[other] { NUMBER($count) } due times cannot move
}
preview-why = Why
preview-wait = While many due times are being moved, the desks may have to wait a few seconds.
preview-move = Save and change these due times
preview-leave = Save, keep the due times
preview-save = Save
preview-edit = Edit

# $name (String)
# $decision (String)
reason-days = The calendar was changed: { $name } ({ $decision }).
# $date (String) - day/month/year
# $name (String)
reason-day-removed = The calendar was changed: { $date } removed, { $name }.
# $date (String) - day/month/year
reason-hours = Office hours changed from { $date }.
# $date (String) - day/month/year
reason-hours-removed = The office hours planned from { $date } were cancelled.
