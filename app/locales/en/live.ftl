# $who (String)
live-just-changed = just changed · { $who }
live-lost = Connection lost. This list may be out of date.
live-lost-dossier = Connection lost. This page may be out of date.
live-over = Your session is over. Please sign in again.
live-more = There are new dossiers
live-reload = reload
live-all = Select all shown
# $count (String)
live-chosen = { $count } selected
live-changed-title = This dossier has just been updated
live-changed-note = What you are typing is kept, also when you load what is new.
live-changed-load = Load what is new

finder-list = Suggestions
# $count (String)
finder-count = Procedures found: { $count }. Use the arrow keys to choose.
finder-none = No procedure found.

keys-title = Keyboard shortcuts
keys-note = Shortcuts do nothing while you are typing in a field.
keys-script = These keys need JavaScript. Without them everything can be done with Tab and Enter.
keys-then = then
keys-off = Turn single-letter shortcuts off in this browser
keys-close = Close
keys-search = Go to the search field
keys-receive = Receive a new dossier
keys-desk = Go to the work list
keys-next = Next dossier on the list
keys-previous = Previous dossier on the list
keys-select = Select this dossier, or no longer
keys-bulk = Go to what is recorded for the selected
keys-open = Open this dossier
keys-main-step = In a dossier: go to the button of the next step
keys-undo = In a dossier: undo the step just recorded
keys-write-note = In a dossier: write a note
keys-back = From a dossier: back to the list it was opened from
keys-help = Show this list of shortcuts
keys-range = Select a range: select its first dossier, then hold this key and click the box of its last
