wall-playback-title = What the screens showed
wall-playback-lead = See the board a screen showed at any moment, and save it as evidence.
wall-playback-screen = Screen
wall-playback-date = Date
wall-playback-time = Time
wall-playback-time-hint = Hour:minute, or hour:minute:second
wall-playback-show = Show
wall-playback-date-wrong = Enter a date, for example 27/11/2026.
wall-playback-time-wrong = Enter a time, for example 10:00 or 10:00:30.
wall-playback-to-come = That time is still to come.
wall-playback-none = No board of this screen is kept for that time.
# $screen (String)
wall-playback-found = Shown by: { $screen }
# $screen (String)
wall-playback-not-shown = Published, but no screen was connected: { $screen }
# $screen (String)
wall-playback-not-known = Published; whether a screen was connected is not known: { $screen }
wall-playback-whose = Figures of
wall-playback-version = Version
wall-playback-published = Shown from
wall-playback-replaced = Shown until
wall-playback-stands = Now; unchanged so far
wall-playback-program = Server
wall-playback-connected = Screen connected
# $at (String)
wall-playback-there = Running since { $at }
# $at (String)
wall-playback-not-there = Not running; last seen at { $at }
wall-playback-unknown = No record
wall-playback-proof = Seal
wall-playback-proof-good = As it was sealed
wall-playback-proof-none = There is no seal
wall-playback-proof-key-lost = The key that sealed them is lost: it cannot be checked any more
wall-playback-proof-bad = Not what was sealed: it was altered
wall-playback-first = This is the first board after the server was started.
wall-playback-gap = A board was shown after this one that could not be kept.
wall-playback-previous = The board before
wall-playback-next = The board after
wall-playback-figures = The figures on the board
wall-playback-period = Period
wall-playback-received = Received
wall-playback-in-time = On time or early
wall-playback-late = Late
wall-playback-pending = Pending
wall-playback-rate = On-time rate
wall-playback-notices = Notices that were shown
wall-playback-save = Save evidence
wall-playback-save-hint = A ZIP file with the screen as a page, its figures and their seal. Verify it with sanh evidence check.
wall-playback-whole = See the whole screen
# $at (String)
wall-playback-held = Its figures were held on the screen since { $at }.
wall-playback-frame = The screen at that time, reduced
