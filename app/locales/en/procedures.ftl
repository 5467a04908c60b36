guide-title = What we can do for you
guide-find = What do you want to do?
guide-find-hint = In your own words, such as “get a birth certificate”, or a name or code. With or without diacritics.
guide-wishes = I want to …
guide-list = Procedures
guide-found-none = No procedure fits. Try fewer or other words, or every field.
guide-online-short = online
guide-back = Back to all procedures
guide-reception-place = Where to go
guide-reception-place-any = Ask at the reception; every desk helps.
guide-online = Online
guide-online-no = Only at the desk or by post
guide-online-yes = Can be handed in online
guide-online-at = Hand it in online
guide-fee-unsaid = Ask at the desk
guide-papers-none = No papers are listed.
guide-form = form
# $paper (String)
guide-form-of = Form: { $paper } (PDF)
guide-has-form = there is a form
guide-basis = Legal basis
guide-figures = Actual results
# $year (String)
# $rate (String)
guide-rate = In { $year }, { $rate } were done on time.
# $year (String)
# $time (String)
guide-time = In { $year }, 80% were done within { $time }.
guide-figures-note = Counted from the dossiers of the closed year, at this centre; time spent waiting for papers or payment is left out.
guide-sheet = One page to print
guide-sheet-back = Back to the procedure
guide-sheet-hint = Print this page with your browser.
guide-sheet-code = Read it on your phone

guide-admin-list = The public list
guide-admin-title = Public information
# $code (String)
guide-admin-of = Public information about { $code }
guide-admin-public = Public page
guide-admin-hidden = Not in the public list
guide-admin-hidden-hint = For example, a procedure that is no longer offered.
guide-admin-wishes-hint = What people say they want, without “I want to”, one per line. English may follow a vertical bar: làm giấy khai sinh cho con | get a birth certificate.
guide-admin-reception-place-vi = Reception desk, in Vietnamese
guide-admin-reception-place-en = Reception desk, in English
guide-admin-reception-place-hint = Which desk receives it, and where. If blank, visitors are sent to the information desk.
guide-admin-online = Can be submitted online
guide-admin-online-hint = If ticked, the public list says so.
guide-admin-online-address = Address of the online service
guide-admin-online-address-hint = Begins with https://. Optional.
guide-admin-basis-vi = Legal basis, in Vietnamese
guide-admin-basis-en = Legal basis, in English
guide-admin-basis-hint = Laws, decrees and decisions, one per line.
guide-admin-forms = Forms for the papers
guide-admin-forms-hint = A form is a posted document. Add it under “Documents” first.
guide-admin-form-none = No form
# $count (Number)
# $chars (Number)
guide-admin-bad-wishes = At most { NUMBER($count) } lines of at most { NUMBER($chars) } characters each; every line needs a Vietnamese text.
guide-admin-bad-address = Give an address that begins with https://, or leave it blank.
# $max (Number)
guide-admin-bad-text = At most { NUMBER($max) } characters, without signs that nobody sees.

guide-import-title = Procedures from a table
guide-import-lead = Rows whose code is listed change that procedure, others add one. A column that is not there leaves everything as it is. All rows are taken or none.
guide-import-file = Table
# $rows (String)
# $size (Number)
guide-import-file-hint = A workbook (.xlsx) or CSV in UTF-8, at most { $rows } rows and { NUMBER($size) } MB. Begin with the exported table.
guide-import-button = Take the table
# $added (String)
# $changed (String)
# $same (String)
guide-import-done = Taken. Added: { $added }; changed: { $changed }; as before: { $same }.
guide-import-stale = Somebody else has just changed a procedure of the table. Nothing was taken: send the table again.
guide-import-no-file = Choose a file.
# $rows (String)
# $size (Number)
guide-import-too-large = The table is too large: at most { $rows } rows and { NUMBER($size) } MB.
guide-import-no-table = This file is neither a workbook (.xlsx) nor CSV in UTF-8.
# $column (String)
guide-import-no-code = The table has no column “{ $column }”.
# $line (Number)
# $what (String)
guide-import-row = Row { NUMBER($line) }: { $what }
guide-export-xlsx = Every procedure as a workbook (XLSX)
guide-export-csv = as CSV
