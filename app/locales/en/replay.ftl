replay-title = What the walls showed
replay-lead = See the board that a screen showed at any instant, and save it as evidence.
replay-screen = Screen
replay-first-wall = The first wall
replay-date = Date
replay-time = Time
replay-time-hint = Hour:minute, or hour:minute:second
replay-show = Show
replay-date-wrong = This date cannot be read.
replay-time-wrong = This time cannot be read. Write it like 10:00 or 10:00:30.
replay-to-come = That time is still to come.
replay-none = No board of this screen is kept for that time.
# $screen (String)
replay-found = Shown by: { $screen }
replay-whose = Figures of
replay-version = Version
replay-published = Shown from
replay-replaced = Shown until
replay-stands = Now; it still stands
replay-program = Server
replay-connected = Screen connected
# $at (String)
replay-there = Running since { $at }
# $at (String)
replay-not-there = Not running; last seen at { $at }
replay-unknown = Nothing was noted
replay-proof = Seal
replay-proof-good = As it was sealed
replay-proof-none = There is no seal
replay-proof-bad = Not what was sealed: it was altered
replay-first = This is the first board after the server was started.
replay-gap = A board was shown after this one that could not be kept.
replay-previous = The board before
replay-next = The board after
replay-figures = The figures on the board
replay-period = Period
replay-received = Received
replay-in-time = On time
replay-late = Late
replay-pending = Pending
replay-rate = On-time rate
replay-notices = Notices that were shown
replay-save = Save evidence
replay-save-hint = A ZIP file with the wall as a page, its figures and their seal. sanh evidence check looks whether they still fit.
replay-whole = See the whole wall
# $at (String)
replay-held = Its figures were held on the screen since { $at }.
replay-frame = The wall at that time, made small
