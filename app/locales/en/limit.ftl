limit-from = The time limit holds from
limit-from-hint = Leave today’s date to change it at once. From a later day, time limit and 15:00 rule change when that day begins; everything else changes when you save.
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
