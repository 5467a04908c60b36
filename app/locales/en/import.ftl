nav-import = Import
audit-file-uploaded = Uploaded a file to import
audit-imported = Imported dossiers from a file
audit-mapping-saved = Saved how a file is read

import-title = Import dossiers from another system
import-lead = Upload the Excel or CSV file that the other system exports. Nothing is written until you have seen the dry run and press the button that writes.
import-file = Choose a file
# $size (String)
# $hours (String)
import-file-hint = An .xlsx, .xls or .csv file, at most { $size }. Only you see it; it is removed after it is written, or after { $hours } hours if nobody goes on with it.
import-upload = Upload
import-uploads = Files you have uploaded
import-uploads-none = No file yet.
import-file-name = File
import-size = Size
import-when = Uploaded at
import-state = State
import-result = Result
# $new (String)
# $changed (String)
# $bad (String)
import-counted = { $new } new, { $changed } changed, { $bad } bad
import-removed = The file is removed. Nothing was written.
import-mappings = Saved mappings
import-mappings-hint = A mapping says what each column and the words in it mean. The operator of the server can use the same one with sanh import --mapping.
import-mapping-name = Name
import-version = Version
import-saved = From
# $author (String)
# $at (String)
import-saved-by = { $author }, { $at }
import-shipped = Ships with the program
import-download = Download
# $name (String)
import-download-of = Download { $name }

import-state-uploaded = Mapping not chosen
import-state-mapped = Dry run to come
import-state-checking = Dry run under way
import-state-checked = Dry run done, not written
import-state-applying = Being written
import-state-applied = Written
import-state-failed = Failed
import-state-interrupted = Interrupted
import-state-removed = Removed, not written

import-back = Back to the files
# $at (String)
import-uploaded-at = uploaded at { $at }
import-kind-text = text
# $encoding (String)
import-kind-written = text, { $encoding }
# $sheet (String)
import-kind-sheet = sheet “{ $sheet }”
import-kind-workbook = workbook
# $line (String)
import-header-at = header in line { $line }
# $count (String)
import-columns-count = { $count } columns
import-steps = Steps
import-step-upload = Upload the file
import-step-mapping = Choose a mapping
import-step-check = Dry run
import-step-apply = Write
import-how = How should this file be read?
import-otherwise = Read it another way
import-none-fits = No saved mapping fits the columns of this file yet. Map the columns once; next time you only choose the mapping.
import-others = Mappings that do not fit this file
# $version (String)
import-fits = Fits this file · version { $version }
import-fits-shipped = Fits this file · ships with the program
# $column (String)
import-misses = The file has no column “{ $column }”
import-choose = Choose and do a dry run
# $name (String)
import-choose-of = Choose { $name } and do a dry run
import-edit = Edit
# $name (String)
import-edit-of = Edit { $name } for this file
import-own = Map the columns
# $name (String)
import-read-by = Read by: { $name }
import-check = Do a dry run
# $count (String)
import-first-rows = The first { $count } rows of the file
import-remove = Remove the file
import-remove-hint = Not importing this file? Remove it; nothing is written.

import-checking-title = Dry run under way…
import-applying-title = Writing…
# $percent (String)
import-progress-read = { $percent }% of the file read
# $rows (String)
import-progress-rows = { $rows } rows read
# $done (String)
# $whole (String)
import-progress-dossiers = { $done } of { $whole } dossiers compared
import-running-hint = You may close this page; it goes on. While dossiers are compared and written the desks wait for a moment.
import-stop = Stop
import-elsewhere = This is under way on another server of the centre.
import-interrupted = The program ended half way.
import-nothing-written = Nothing was written. The dry run can be done again.
import-another = Another import is under way. Try again when it is done.
import-moved = This import has gone on meanwhile. The page shows how it stands.
import-no-file = The file is no longer on this server. Upload it again.

import-report-dry = What the dry run found: nothing is written yet
import-report-done = Result
import-applied = It is written. The results board is up to date.
import-count-rows = Rows read
import-count-new = New dossiers
import-count-changed = Changed dossiers
import-count-same = Unchanged dossiers
import-count-bad = Errors
import-count-unmoved = Dossiers left as they are
import-count-missing = Dossiers not in the file
import-count-left-out = Rows left out with a bad dossier
import-count-ends-moved = Ends moved onto the reception
import-count-created = Agencies, fields, procedures added
import-count-events = Events
# $count (String)
import-bad-title = { $count } errors
import-bad-file = Download all errors (CSV)
import-line = Line
import-column = Column
import-value = Value
import-reason = Why
import-whole-row = The whole row
# $count (String)
import-unmoved-title = { $count } dossiers left as they are
# $count (String)
import-missing-title = { $count } dossiers were imported before and are not in this file
import-missing-hint = They stay as they are; nothing is deleted.
import-printed = Full report for the operator of the server
# $count (String)
import-lines-left-out = { $count } lines that are no dossiers were left out: titles, totals, signatures.
# $count (String)
import-cleaned-cells = { $count } cells held characters that nobody sees, such as marks of direction; these were left out.
# $count (String)
import-hidden-rows = { $count } rows among them are hidden in the workbook; they are read, too.
# $shown (String)
import-first-only = Only the first { $shown } are listed.
# $count (String)
import-apply = Write { $count } dossiers
import-apply-hint = Every row could be read. When you press the button, everything is written at once and shows on the results board.
import-bad-hint = Some rows have errors, so nothing can be written yet. It is best to correct the file or the mapping and repeat the dry run. You can also write only the correct dossiers.
# $count (String)
import-skip-bad = Leave out dossiers with errors ({ $count }), write only the correct ones
import-nothing-to-write = There is nothing new to write.

import-columns-title = Map the columns
import-columns-lead = The columns were matched by name; each shows an example from the file. Check them and correct where needed. Nothing is written yet.
import-back-to-file = Back to the file
import-usual = Dossier information
import-more = More options
import-go-on = Continue
import-no-column = — not in the file —
# $name (String)
# $example (String)
import-column-like = { $name } (such as: { $example })
import-fact-code = Dossier code
import-fact-received = Received
import-fact-due = Due
import-fact-ended = Resolved
import-fact-status = Status
import-fact-channel = Channel
import-fact-agency-name = Agency
import-fact-agency-code = Agency code
import-fact-field-name = Field
import-fact-field-code = Field code
import-fact-procedure-name = Procedure
import-fact-procedure-code = Procedure code
import-fact-registered = Registered online
import-fact-handed-over = Result handed over
import-fact-newer = Updated (tells which row is newer)
import-fact-event = Event (file with a row per event)
import-fact-event-at = When the event happened
import-agency-default = Agency for rows without one
import-field-default = Field for rows without one
import-rows = Each row of the file is
import-rows-dossier = a dossier
import-rows-event = an event of a dossier
# $fact (String)
import-needs-column = Choose the column for “{ $fact }”.
# $fact (String)
# $other (String)
import-column-for-two = “{ $fact }” and “{ $other }” are read from one column. Choose two different ones.
import-needs-agency = Choose the column of agencies, or give the name of the agency of all dossiers in the file.
import-needs-field = Choose the column of fields, or give the name of the field of all dossiers in the file.
# $fact (String)
import-too-many-words = The column chosen for “{ $fact }” has too many different values. It may be another one.

import-words-title = Meaning of the values in the file
import-back-to-columns = Back to the columns
import-statuses = Status
import-statuses-hint = On the left the value in the file, on the right the status of the dossier.
import-statuses-none = The file has no column of statuses: dossiers with an end are resolved, all others are in process.
import-channels = Channel
import-channels-hint = On the left the value in the file, on the right the channel.
import-channels-none = The file has no column of channels: every dossier counts as handed in directly.
import-choose-meaning = — choose —
import-means-bad = Treat rows with this value as errors
import-status-stopped = Stopped: not eligible
import-status-withdrawn = Stopped: withdrawn by the applicant
# $words (String)
import-words-unsaid = Choose what these mean: { $words }.
import-dates-title = Dates
import-dates = Dates are written
# $example (String)
import-dates-hint = In the file: { $example }
import-dates-day-first = day before month (23/11/2026), or 2026-11-23
import-dates-month-first = month before day (11/23/2026), or 2026-11-23
import-dates-kept = as in the mapping being edited
import-due-is-a-date = Due is a date: overdue only when that day is over
import-creates-missing = Add agencies, fields and procedures that the centre does not have
import-has-any-code = Codes are not of the national form (H49.65-220914-0011)
import-zone = Time zone of the file
import-zone-hint = Blank: the centre’s.
import-needs-zone = Give a time zone such as Asia/Ho_Chi_Minh, or leave it blank.
import-source = Name of the system the file comes from
import-source-hint = Blank: the name of this mapping. Dossiers of the same system that a later file no longer has are reported.
import-save-title = Save this mapping
import-name = Name
import-name-hint = For example: Ward one-stop unit. The same name creates a new version.
# $max (Number)
import-needs-name = Give this mapping a name (at most { NUMBER($max) } characters, none of those that ship).
import-save = Save and do a dry run

# $size (String)
import-too-large = The file is larger than { $size }. Export it in parts, or ask whoever runs the server to use sanh import.
import-fault-no-file = Choose an .xlsx, .xls or .csv file that is not empty.
import-fault-file-too-large = The file is too large.
import-fault-cut-off = The file did not arrive whole. Upload it again.
import-fault-too-slow = The file took too long to arrive and was cut off. Try again over a faster line.
import-fault-busy = Another file is being uploaded. Try again in a moment.
# $count (String)
import-fault-too-many-files = You have { $count } files that are not finished. Remove some, then upload it again.
import-fault-too-many-mappings = There are too many mappings already. Save it under an existing name.
# $column (String)
import-fault-no-column = The file has no column “{ $column }”.
# $column (String)
import-fault-column-twice = The file has two columns “{ $column }”. Rename one.
# $line (String)
# $encoding (String)
import-fault-bad-encoding = The letters in line { $line } cannot be read ({ $encoding }). Save the file as .xlsx or “CSV UTF-8”.
# $encoding (String)
import-fault-unsupported-encoding = The file is written in { $encoding }, which is not read. Save it as .xlsx or “CSV UTF-8”.
# $font (String)
import-fault-font-encoding = The letters in the file are of the old font { $font }. Convert them to Unicode and save it again.
import-fault-password = The workbook has a password. Open it, take the password away, save it, and upload it again.
# $column (String)
# $line (String)
# $value (String)
import-fault-date-order = The column “{ $column }” writes day and month in the other order (line { $line }: { $value }). Change how the file is read: choose again how dates are written.
import-fault-no-header = There is no line with the names of the columns. Is this a table?
# $sheet (String)
import-fault-no-sheet = The file has no sheet “{ $sheet }”.
import-fault-workbook = This workbook cannot be opened. Open it in Excel and save it as .xlsx.
# $line (String)
import-fault-broken = Line { $line } cannot be read. A quote may be left open.
import-fault-too-much = The file passes what one import takes.
import-fault-unfinished = Writing broke off. All of the file is kept, and the rest of it is written as soon as the server can.
import-fault-stopped = It was stopped, or took too long.
import-fault-disk = The server cannot write its temporary file. Tell whoever runs the server.
import-fault-database = The database does not answer. Try again later.
import-fault-reader = This file cannot be read.
# $detail (String)
import-fault-mapping = This mapping cannot be used: { $detail }
# $detail (String)
import-fault-other = In detail: { $detail }

import-bad-missing = must not be empty
# $found (String)
# $wanted (String)
import-bad-cell-count = the row has { $found } cells, the header { $wanted }
# $bytes (String)
import-bad-cell-too-long = longer than { $bytes } bytes
import-bad-code = is no dossier code
import-bad-formula-without-value = is a formula without a result; open the file, save it, and upload it again
import-bad-sheet-fault = is a fault of the sheet (such as #N/A)
import-bad-not-a-date = is no date as dates were said to be written
import-bad-implausible-date = is no plausible date
import-bad-no-such-time = does not exist in the time zone
import-bad-in-future = lies in the future
import-bad-unknown-channel = is a channel whose meaning was not said
import-bad-unknown-status = is a status whose meaning was not said
import-bad-not-an-order = is neither a time nor a number, so it cannot tell which row is newer
import-bad-end-before-start = ends before it was received
import-bad-received-before-registered = was received before it was registered
import-bad-handed-over-before-end = was handed over before it ended
import-bad-no-reception = has no date of reception, which its status needs
import-bad-received-against-status = says it was never received, but there is a date of reception
import-bad-no-end = says the dossier has ended, but there is no end
import-bad-end-against-status = says the dossier is open, but there is an end
# $line (String)
import-bad-differs = differs from line { $line } of the same dossier
# $line (String)
import-bad-repeated = the dossier stands in line { $line } already
# $rows (String)
import-bad-too-many-rows = the dossier has more than { $rows } rows
import-bad-unknown-label = is unknown to the centre
import-bad-no-history = its dates and status cannot all be right
import-fact-limit = Time limit
import-limit-unit = Unit of limits that are numbers alone
import-limit-unit-told = the unit stands in the cell
import-unit-working-days = working days
import-unit-days = days
import-unit-working-hours = working hours
import-unit-months = months
import-bad-not-a-limit = is no time limit such as “15 ngày”, “3 ngày làm việc”; for a number alone choose the unit
import-left-older = older than what is stored
import-left-fixed = differs from what is stored where an import cannot change it
import-left-staff = contradicts what staff recorded here; theirs stays
import-left-overtaken = was changed here while the import was written; left as it is
import-left-broken = its stored history is broken; tell whoever runs the server
