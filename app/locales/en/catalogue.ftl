nav-agencies = Agencies
nav-fields = Fields
nav-procedures = Procedures

catalogue-code = Code
catalogue-name-vi = Vietnamese name
catalogue-name-en = English name
catalogue-name-en-hint = Optional. Left blank, English pages use the Vietnamese name.
catalogue-field = Field
catalogue-add-button = Add
catalogue-save-button = Save the changes
catalogue-saved = Saved.
catalogue-history = Change history in the audit
# $code (String)
catalogue-taken = The code { $code } is taken (capital and small letters count as the same).
# $max (Number)
catalogue-needs-name = Give a Vietnamese name (at most { NUMBER($max) } characters).
# $max (Number)
catalogue-long-name = An English name has at most { NUMBER($max) } characters.
catalogue-changed = Somebody else has just changed this. What you typed is kept: compare it with what stands now, then save again.
# $actor (String) - the name signed in with
# $at (String)
catalogue-changed-by = { $actor } changed this at { $at }. What you typed is kept: compare it with what stands now, then save again.
catalogue-stands-now = What stands now

agencies-title = Agencies
agencies-lead = Those who process dossiers. Dossier codes begin with the agency’s code, so it cannot be changed once it is added.
agencies-one = Agency
agencies-add = Add an agency
agencies-back = Back to the agencies
agencies-code-hint = Letters A to Z and digits, in parts between dots, such as H49.65. It cannot be changed later.
# $max (Number)
agencies-needs-code = Give a code of letters A to Z and digits, in parts between dots (at most { NUMBER($max) } characters), such as H49.65.

fields-title = Fields
fields-lead = Groups of procedures. Each is a row of the results board, in the order of this list.
fields-one = Field
fields-add = Add a field
fields-back = Back to the fields
fields-code-hint = Letters a to z, digits, dots, hyphens, underscores. It cannot be changed later.
# $max (Number)
fields-needs-code = Give a code of letters a to z, digits, dots, hyphens and underscores that begins with a letter or a digit (at most { NUMBER($max) } characters).
fields-public = On the public board
fields-is-sensitive = Sensitive: never named
fields-by-volume = By number of dossiers
fields-sensitive = Sensitive field
fields-sensitive-hint = The public board never names a sensitive field: its figures are part of “Other fields”. Marking one takes effect at once. Which fields are named is fixed for a whole year, so a field added now, or no longer sensitive, is named next year at the earliest.

procedures-title = Procedures
procedures-one = Procedure
procedures-add = Add a procedure
procedures-add-another = Add another procedure of this field
procedures-back = Back to the procedures
procedures-find = Find procedures
procedures-find-hint = Type a code or words, with or without diacritics.
procedures-find-button = Find
procedures-find-clear = Show all
procedures-field-all = Every field
procedures-found-none = No procedures.
# $all (String)
procedures-found-all = Procedures: { $all }
# $from (String)
# $to (String)
# $all (String)
procedures-found = Procedures { $from }–{ $to } of { $all }
procedures-page-before = Page before
procedures-page-next = Next page
procedures-name = Name
procedures-code-hint = The code in the national database, such as 1.001234. It cannot be changed later.
# $max (Number)
procedures-needs-code = Give a code of letters a to z, digits, dots, hyphens and underscores that begins with a letter or a digit (at most { NUMBER($max) } characters).
procedures-choose-field = Choose a field
procedures-needs-field = Choose a field.
procedures-limit = Time limit
procedures-limit-hint = Leave blank for no time limit.
procedures-limit-kept = A new field applies to dossiers received from now on, a new time limit to those received from its start date. Earlier dossiers keep theirs.
procedures-limit-none = None set
# $days (Number)
procedures-limit-days = { $days ->
    [one] { $days } working day
   *[other] { $days } working days
}
# $hours (Number)
procedures-limit-hours = { $hours ->
    [one] { $hours } working hour
   *[other] { $hours } working hours
}
# $hours (String) - with decimals
procedures-limit-hours-part = { $hours } working hours
# $minutes (String)
procedures-limit-minutes = { $minutes } working minutes
# $max (Number)
procedures-bad-limit = A time limit is a number above 0, such as 3 or 0.5, and at most { NUMBER($max) } working days.
procedures-unit = Unit
procedures-unit-days = working days
procedures-unit-hours = working hours
procedures-unit-minutes = working minutes
procedures-cutoff = If received after 15:00, count from the next working day
procedures-cutoff-short = received after 15:00, from the next day
procedures-cutoff-hint = Applies to every channel. Needs a time limit.
procedures-cutoff-alone = The 15:00 rule needs a time limit. Give one, or untick the rule.
procedures-fee = Fee
procedures-fee-vnd = Fee (đồng)
procedures-fee-hint = Leave blank if unknown; 0 if free of charge.
# $max (String)
procedures-bad-fee = A fee is a whole number of đồng from 0 to { $max }, such as 50,000.
procedures-papers = Papers required
procedures-papers-count = Papers
procedures-papers-hint = One paper a row; the English name may be left blank.
procedures-paper-add = Add a row
procedures-paper-head-number = No.
procedures-paper-head-vi = Vietnamese name
procedures-paper-head-en = English name
# $number (String)
procedures-paper-vi = Paper { $number }, in Vietnamese
# $number (String)
procedures-paper-en = Paper { $number }, in English
# $count (Number)
# $chars (Number)
# $all (Number)
procedures-bad-papers = At most { NUMBER($count) } papers of at most { NUMBER($chars) } characters each, { NUMBER($all) } in all; every line needs a Vietnamese name.

parts-title = Linked parts
# $code (String)
parts-of = Linked parts of procedure { $code }
parts-back = Back to the procedure
parts-hint = A linked procedure has two parts or more, each worked on by an agency, all from reception on. With every row blank the procedure is not linked. Dossiers received before keep their parts.
parts-due-hint = 1 working day = 8 working hours. The due time of a part is never after that of the whole. The centre counts one dossier, each agency its part.
# $number (Number)
parts-part = Part { $number }
parts-name-vi = What is done in it, in Vietnamese
parts-name-en = The same in English
# $number (Number)
parts-needs-agency = Part { $number }: choose an agency.
# $number (Number)
# $days (Number)
parts-bad-limit = Part { $number }: give the time limit as a number above 0, at most { $days } days.
# $number (Number)
# $chars (Number)
parts-needs-name = Part { $number }: say what is done in it, in at most { $chars } characters.
parts-needs-two = A linked procedure has at least two parts.
parts-changed = Somebody else changed the parts. Below are those that stand now; change them again.
