nav-absences = Absences
absence-title = Absences and substitutes
absence-lead = While somebody is away, their dossiers appear in the substitute’s “mine” list. The dossiers themselves do not change: afterwards everything is as before.
absence-own-title = My absences
absence-own-lead = While you are away, the dossiers assigned to you are listed under “mine” for your substitute. Afterwards all is as before.
absence-own-open = Set an absence and a substitute
absence-none = No absences.
absence-who = Who is away
absence-from = From
absence-to = Until the end of
# $max (Number)
absence-to-hint = At most { $max } days.
absence-substitute = Substitute
absence-substitute-hint = The substitute must work in every agency of the person who is away, and must not be away at the same time.
absence-now = away now
absence-end = End
absence-add = Add an absence
absence-button = Save
absence-choose = Choose somebody
absence-saved = The absence has been saved.
absence-ended = The absence has ended.
absence-account-missing = Choose who is away.
absence-substitute-missing = Choose a substitute.
absence-unknown = There is nobody of this name among the people you manage.
absence-ends-before = The last day must not be before the first.
# $max (Number)
absence-begins = The first day must lie between today and { $max } days ahead.
# $max (Number)
absence-too-long = An absence lasts at most { $max } days.
absence-oneself = Nobody can be their own substitute.
absence-elsewhere = This person does not work in every agency of the person who is away.
# $from (String)
# $to (String)
absence-away-already = An absence from { $from } to { $to } is set already.
# $name (String)
# $from (String)
# $to (String)
absence-substitute-away = { $name } is also away from { $from } to { $to }.
# $name (String)
# $from (String)
# $to (String)
absence-stands-in = This person stands in for { $name } from { $from } to { $to }.
# $max (Number)
absence-too-many = There are already { $max } absences to come.
# $name (String)
# $to (String)
# $substitute (String)
absence-held = { $name } (away until { $to }, { $substitute } stands in)
# $name (String)
absence-instead = for { $name }
# $name (String)
# $to (String)
absence-option = { $name } (away until { $to })
# $names (String)
absence-list = You are standing in for: { $names }. Their dossiers are listed under “mine”.
# $name (String)
# $to (String)
absence-list-one = { $name } (until { $to })
# $name (String)
# $to (String)
# $substitute (String)
assign-away = { $name } is away until { $to }; { $substitute } stands in, and is chosen for you. To give it to { $name } all the same, choose again and send once more.
audit-absence-set = Set an absence
audit-absence-taken-back = Ended an absence
