pairing-title = Pairing code of this screen
# $address (String)
pairing-what = Type it at { $address }
pairing-renews = It changes by itself every ten minutes.
pairing-full = Too many screens are waiting to be paired. This page tries again by itself.
pairing-lost = The server does not answer. A code will appear as soon as it does.

fresh-held = Held · figures of

# $count (Number)
wall-fields = { $count ->
    [one] one field
   *[other] { NUMBER($count) } fields
}

audit-screen-changed = Screen set up
audit-screen-ordered = Screen commanded

screens-title = Screens
screens-lead = Every screen of the centre: whether it is on, what it shows and since when. The list updates by itself.
screens-new = Pair a new screen
screens-preview = Preview
screens-back = Back to the screens
# $count (Number)
screens-waiting = { $count ->
    [one] One screen shows a code and waits to be paired.
   *[other] { NUMBER($count) } screens show a code and wait to be paired.
}
# $name (String)
screens-shot = What “{ $name }” shows now
# $name (String)
# $at (String)
screens-shot-last-of = The last picture of “{ $name }”, { $at }
# $at (String)
screens-shot-last = The last picture, { $at }
screens-shot-none = No picture since the server was started
# $share (String)
# $from (String)
# $until (String)
screens-uptime = Connected for { $share } of today, from { $from } to { $until }
screens-default = Screen at the centre’s address
screens-online = On
# $count (Number)
screens-online-many = On: { NUMBER($count) } televisions
# $since (String)
screens-dark-since = Dark since { $since }
# $since (String)
screens-dark-always = Not seen since the server started, { $since }
screens-count-lost = Lost contact
screens-count-unpaired = Not paired
screens-unpaired = No television is paired
screens-unknown = Unknown
# $count (Number)
screens-unknown-text = Not paired with a television, so it cannot be monitored. Open in { NUMBER($count) } places now.
# $since (String)
screens-held-since = Held since { $since }
# $count (Number)
screens-more = and { NUMBER($count) } more
screens-painted-none = Nothing painted yet
# $time (String)
screens-painted = Shows the newest figures, { $time }
# $time (String)
# $count (Number)
screens-behind = Shows figures of { $time }, { NUMBER($count) } s behind
screens-browser-unknown = Unknown browser
# $when (String)
# $what (String)
screens-error = Last error { $when }: { $what }
screens-error-stream = connection interrupted
screens-identify = Identify
screens-reload = Reload
screens-hold = Hold the figures
screens-release = Follow the figures
screens-unpair = Unpair
screens-remove = Remove this screen
screens-orders-hint = “Identify” shows the name and place in large type for 30 seconds. A screen whose figures are held says so, with the time; an emergency still appears on it.
screens-done-pair = The screen is paired and goes to its board.
screens-done-save = Saved. The screen changes within two seconds.
screens-done-identify = The screen is showing its name.
screens-done-reload = The screen is reloading.
screens-done-hold = The figures are held. The screen says so.
screens-done-release = The screen follows the figures again.
screens-done-unpair = The screen is unpaired and shows a code again.
screens-done-remove = The screen is removed.

# $address (String)
screens-new-lead = Open { $address } on the television. It shows a code; type it here.
screens-pair = Pair
screens-code = Code on the screen
screens-code-hint = Six letters and digits. Capitals and spaces do not matter.
screens-bad-code = Type the six letters and digits that the screen shows.
screens-unknown-code = No screen shows this code now. Look at the screen again: the code may have changed.
# $count (Number)
screens-throttled = { $count ->
    [one] Too many wrong codes. Try again in a minute.
   *[other] Too many wrong codes. Try again in { NUMBER($count) } minutes.
}
screens-too-many = The maximum number of screens is reached. Remove one first.
screens-label = Name of the screen
screens-label-hint = For example: Main hall, left.
# $max (Number)
screens-bad-label = Give a name of at most { NUMBER($max) } characters.
screens-place = Place
screens-place-hint = For example: 1st floor, opposite desk 5.
# $max (Number)
screens-bad-place = Give a place of at most { NUMBER($max) } characters.
screens-what = What it shows
screens-scope = Figures of
screens-scope-centre = The whole centre
screens-boards = Rotate with other boards
screens-boards-hint = The board chosen above comes first, then each one chosen here; every period stays for a minute. While figures are held, only the first board is shown.
# $max (Number)
screens-bad-boards = Choose fewer boards: a screen shows { NUMBER($max) } in turn at most.
screens-fields = Only some fields
screens-fields-hint = Only fields that public boards show by name this year. Such a screen leaves out what would say more than is public: overdue and paused, the comparison, the chart. None chosen: all fields.
screens-turn = Periods
screens-turn-all = Today, month and year in turn
screens-turn-day = Today
screens-turn-month = This month
screens-turn-year = This year
screens-languages = Language
screens-lang-vi = Vietnamese
screens-lang-en = English
screens-lang-both = Both in turn
screens-slot = Seconds per page of the table
# $count (Number)
screens-slot-hint = Blank: { NUMBER($count) }, the server’s setting. A period with many pages shares one minute among them.
# $min (Number)
# $max (Number)
screens-bad-slot = Give a number from { NUMBER($min) } to { NUMBER($max) }.
screens-how = Mounting
screens-distance = Text size of the table
screens-near = Small: more rows
screens-middle = Medium
screens-far = Large: read from far
screens-diagonal = Diagonal of the screen, in inches
screens-diagonal-hint = For example 55. With the distance, this page tells you whether the text is large enough.
# $min (Number)
# $max (Number)
screens-bad-diagonal = Give a number from { NUMBER($min) } to { NUMBER($max) }.
screens-read-from = Reading distance, in metres
screens-read-from-hint = From the last row of seats, for example 4.5.
screens-bad-read-from = Give metres from 0.5 to 30, for example 4.5.
screens-theme = Colours
screens-light = Light
screens-dark = Dark
screens-dark-hours = Dark in these hours
screens-theme-hours = Dark hours
screens-night = Outside office hours
screens-dim = Dim
screens-same = As by day
screens-dim-hours = Dim in these hours
screens-night-hours = Dim hours
screens-hours-hint = For example 18:00-06:00.
screens-bad-hours = Give hours, for example 18:00-06:00.
screens-bad-choice = Choose one of the values.
screens-save = Save
screens-set-up = Settings
screens-address = Address
screens-paired-since = Paired since
# $metres (String)
screens-table-small = On this screen the table can be read from { $metres } m only.
# $name (String)
screens-take = Choose the text size “{ $name }”.
screens-take-nothing = No text size is large enough: hang the screen nearer, or use a larger one.
# $metres (String)
# $inches (Number)
screens-figures-small = On this screen even the large figures can be read from { $metres } m only. From there it would need { NUMBER($inches) } inches.
screens-pairing = Pairing
screens-pair-again = Pair this screen
screens-pair-again-text = To replace the television: type the code that the new one shows. The old one then shows a code.
screens-pair-open-text = Any television that opens this address shows this screen. Once you pair one, only that television does.
screens-unpair-text = The screen shows a code at once. The settings are kept.
screens-remove-text = Televisions that show it get a code. Its settings are deleted.

screens-preview-lead = Nothing is published, and no screen changes.
screens-preview-frame = Preview of the screen
screens-look = Show
screens-screen = Screen
screens-moment = When
screens-moment-now = As it is now
screens-moment-tomorrow = Tomorrow at 08:00
screens-moment-holiday = On the next holiday
screens-moment-night = At night
screens-moment-late = In an outage: late
screens-moment-lost = In an outage: contact lost
screens-moment-at = At the time below
screens-at = Time
screens-at-hint = Only for “at the time below”.
screens-bad-at = Enter a day and a time, for example 20/11/2026 and 10:00.
screens-no-holiday = There are no more holidays in the calendar.
screens-too-long = This takes too long just now. Try again, or choose a screen of one period.
screens-shape = On a screen of
screens-shape-1080p = 1920 × 1080
screens-shape-4k = 3840 × 2160 (4K)
screens-shape-portrait = 1080 × 1920, upright
screens-shape-4x3 = 1600 × 1200 (4:3)
screens-text = With a text
screens-text-none = None
screens-text-notice = A notice
screens-text-emergency = An emergency
screens-text-vi = In Vietnamese
screens-text-en = In English
# $max (Number)
screens-bad-text = Type a text of at most { NUMBER($max) } characters.
screens-polls = On, without a stream: asks every five seconds
