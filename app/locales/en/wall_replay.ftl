wall-replay-title = What the walls showed
wall-replay-lead = See the board that a screen showed at any instant, and save it as evidence.
wall-replay-screen = Screen
wall-replay-date = Date
wall-replay-time = Time
wall-replay-time-hint = Hour:minute, or hour:minute:second
wall-replay-show = Show
wall-replay-date-wrong = Enter a date, for example 27/11/2026.
wall-replay-time-wrong = Enter a time, for example 10:00 or 10:00:30.
wall-replay-to-come = That time is still to come.
wall-replay-none = No board of this screen is kept for that time.
# $screen (String)
wall-replay-found = Shown by: { $screen }
# $screen (String)
wall-replay-not-shown = Published, but no screen was connected: { $screen }
# $screen (String)
wall-replay-not-known = Published; whether a screen was connected is not known: { $screen }
wall-replay-whose = Figures of
wall-replay-version = Version
wall-replay-published = Shown from
wall-replay-replaced = Shown until
wall-replay-stands = Now; it still stands
wall-replay-program = Server
wall-replay-connected = Screen connected
# $at (String)
wall-replay-there = Running since { $at }
# $at (String)
wall-replay-not-there = Not running; last seen at { $at }
wall-replay-unknown = Nothing was noted
wall-replay-proof = Seal
wall-replay-proof-good = As it was sealed
wall-replay-proof-none = There is no seal
wall-replay-proof-key-lost = The key that sealed them is lost: it cannot be checked any more
wall-replay-proof-bad = Not what was sealed: it was altered
wall-replay-first = This is the first board after the server was started.
wall-replay-gap = A board was shown after this one that could not be kept.
wall-replay-previous = The board before
wall-replay-next = The board after
wall-replay-figures = The figures on the board
wall-replay-period = Period
wall-replay-received = Received
wall-replay-in-time = On time or early
wall-replay-late = Late
wall-replay-pending = Pending
wall-replay-rate = On-time rate
wall-replay-notices = Notices that were shown
wall-replay-save = Save evidence
wall-replay-save-hint = A ZIP file with the wall as a page, its figures and their seal. sanh evidence check looks whether they still fit.
wall-replay-whole = See the whole wall
# $at (String)
wall-replay-held = Its figures were held on the screen since { $at }.
wall-replay-frame = The wall at that time, reduced
