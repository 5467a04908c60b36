limit-from = Time limit applies from
limit-from-hint = Leave today’s date to change it now. With a later date, the time limit and the 15:00 rule change on that day; everything else changes when you save.
limit-bad-date = Give a date, such as 01/01/2027.
limit-past = Choose today or a later day: a change never holds for days that have passed.
# $date (String)
limit-far = Choose a day no later than { $date }.
# $date (String)
limit-same = This is the time limit on { $date } already. Give a new one, or choose today.
# $max (Number)
limit-many = A procedure has at most { NUMBER($max) } changes of its time limit to come. Remove some before you add another.
limit-to-come = Time limits to come
limit-day = From
limit-remove = Remove
# $date (String)
limit-remove-of = Remove the time limit from { $date }
# $date (String)
# $limit (String)
limit-next = From { $date }: { $limit }
limit-changed = This procedure has just been changed. Look at what stands now, and press again if it is still to be removed.
# $date (String)
limit-begun = The time limit from { $date } is in force already and cannot be removed. For another one, change the time limit in the form.
# $days (Number)
limit-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
# $months (Number)
limit-months = { $months ->
    [one] { $months } month
   *[other] { $months } months
}
limit-same-day = within the day
limit-unit-days = days, days off included
limit-unit-months = months
limit-by-channel = Different time limit for a channel
limit-by-channel-hint = Fill in only the channels that differ; the others use the general time limit. 1 working day = 8 working hours.
# $channel (String)
limit-of-channel = For dossiers handed in: { $channel }
# $channel (String)
limit-unit-of-channel = Counted in ({ $channel })
# $max (Number)
limit-bad-days = Days are a whole number from 1 to { NUMBER($max) }.
# $max (Number)
limit-bad-months = Months are a whole number from 1 to { NUMBER($max) }.
limit-bad-same-day = For a result within the day leave the number blank.
limit-how = How it counts
limit-how-working = Working hours alone count; 1 working day = 8 working hours.
limit-how-calendar = Days off count, the day of reception does not; where the last day is a day off, it is due at the end of the next working day.
limit-how-same-day = Due before the office closes on the day of reception; received outside office hours, on the next working day.
