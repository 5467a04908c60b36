office-national-code = National code
office-national-code-hint = The code in the national database of procedures, such as 1.001193. Leave it blank if there is none.
office-bad-national-code = A national code is a digit, a dot and six digits, such as 1.001193.
# $code (String)
office-national-code-taken = Procedure { $code } has this national code already.
office-level = Level
office-level-unsaid = Not set
office-level-ministry = Ministry
office-level-province = Province
office-level-commune = Commune or ward
office-level-other = Another body
office-bad-level = A level is Cấp Bộ, Cấp tỉnh, Cấp xã or Cơ quan khác (Ministry, Province, Commune or ward, Another body).
office-agencies = Agencies that handle it
office-agencies-hint = With one agency, it is chosen automatically at reception; with several, only these are offered. If none is ticked, any agency can receive.
# $name (String)
office-bad-agency = There is no agency “{ $name }” in the list of agencies.
# $max (Number)
office-many-agencies = A procedure has at most { NUMBER($max) } agencies.
office-none = No agency yet
# $count (String)
office-none-count = Procedures with no responsible agency: { $count }. Any agency can receive them.
office-none-show = Show them and choose their agencies
office-unassigned = No agency is set for this procedure yet. Choose the right one; administrators see the procedure in their list of what is missing.
# $agencies (String)
office-not-yours = This procedure is handled by { $agencies }. You do not receive dossiers there.
office-rule-hour = Within the day: received until
office-rule-hour-hint = Dossiers received later are due at the end of the next working day. Blank means 15:00. Only for a time limit within the day.
office-bad-rule-hour = Give hours and minutes, such as 15:00.
# $time (String)
office-same-day-until = within the day if received by { $time }
# $time (String)
limit-how-same-day-until = Due before the office closes on the day of reception; received after { $time } or on a day off, before it closes on the next working day.
cannot-wrong-office = This agency does not handle the procedure. Choose one that does.

office-import-national = Tables with the columns of the national list are taken, too: code, name, field, level, time limit, fee, papers, agencies. Fields and agencies are found by code or name.
# $line (Number)
# $column (String)
# $what (String)
office-import-cell = Row { NUMBER($line) }, column “{ $column }”: { $what }
office-import-preview-button = Preview
# $added (String)
# $changed (String)
# $same (String)
office-import-preview = A preview: nothing has been taken. To add: { $added }; to change: { $changed }; as before: { $same }.
office-import-preview-again = If this is right, choose the file again and press “Take the table”.
office-import-preview-rows = Procedures to be added or changed
office-import-preview-new = new
# $count (String)
office-import-preview-more = And { $count } more.
office-import-elsewhere = At an agency that does not handle the procedure
