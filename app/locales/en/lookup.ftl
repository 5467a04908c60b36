lookup-title = Where is my dossier?
lookup-lead = Scan the QR code on your slip with your phone, or type the dossier code and the number printed beside it.
lookup-lead-kiosk = Hold the QR code on your slip in front of the scanner, or touch a field and type the dossier code and the number.
lookup-no-script = This browser runs no scripts, so it cannot read the QR code. Type the code and the number.
lookup-code = Dossier code
lookup-code-hint = As printed on the slip, for example H49.65-220914-0011.
lookup-pin = Number
lookup-pin-hint = The 8 digits on the slip; older slips have 6.
lookup-button = Look up
lookup-lost = The slip is lost, or the number no longer works: a reception desk prints a new one for whoever handed the dossier in.
lookup-refused = Code and number do not fit each other, or too many were tried. Check both, scan the QR code, or ask at a reception desk.
lookup-over = This page has been open for long, or the slip was replaced. Scan the slip again, or type code and number.
lookup-options = Language and look
lookup-contrast-more = More contrast
lookup-contrast-less = Normal contrast
lookup-text-large = Larger text
lookup-text-normal = Normal text
lookup-offline = No connection. This is what was last known; it is asked again by itself.
lookup-fresh = There is news of your dossier.
# $seconds (String)
lookup-clears = For your privacy this is cleared in { $seconds } s
lookup-stay = I need more time
lookup-done = Done
lookup-keys = Keys
lookup-key-back = Delete the last character
lookup-key-clear = Delete all
lookup-key-next = Next field

# $clock (String)
# $day (String)
lookup-moment = { $clock }, { $day }
lookup-registered = Registered online, waiting to be received
lookup-received = Received
# $agency (String)
lookup-in-process = In process: { $agency }
lookup-waits-papers = Waiting for papers from you
lookup-waits-payment = Waiting for your payment
lookup-waits-withdrawal = You asked to withdraw it
lookup-ready = The result is ready to be collected
lookup-handed-over = The result was handed over
lookup-refused-at-reception = It was not taken in
lookup-withdrawn = Withdrawn
lookup-stopped = Stopped
lookup-annulled = Received by mistake; nothing more is done

lookup-you = What you have to do
lookup-wait-papers-text = Bring these papers to the reception desk, or send them the way you handed the dossier in:
lookup-wait-payment-text = Please pay:
lookup-wait-withdrawal-text = Nothing for now: the agency decides on your request.
# $amount (String)
lookup-fee = Fee of the procedure: { $amount } đồng
# $day (String)
lookup-wait-until = By { $day }; after that it may be stopped.
# $at (String)
lookup-wait-since = Asked for at { $at }. Until it comes, the time of the agency stands still.
# $place (String)
lookup-collect = Collect it at: { $place }
# $hours (String)
lookup-hours-today = Open today: { $hours }
lookup-closed-today = Closed today
# $at (String)
lookup-opens = Opens at { $at }
lookup-bring = Bring the slip and your identity card.
lookup-ask-desk = For questions, ask at a reception desk and bring the slip.

lookup-due = Result expected
lookup-due-none = No time limit is set for it.
# $time (String)
lookup-left = { $time } left
# $time (String)
lookup-left-stopped = The clock stands still; { $time } is left after that.
# $time (String)
lookup-left-late = Late by { $time }
lookup-left-stopped-late = The time was over when the clock was stopped.
# $at (String)
lookup-counts-from = Received while the office was closed: it counts from { $at }.
lookup-sorry = We are sorry
lookup-sorry-late = Your dossier is late. The reason that was given:
lookup-sorry-no-reason = Your dossier is late. No reason was recorded; a reception desk will tell you more.
lookup-sorry-extended = The agency needs more time than it promised. Its reason:
# $before (String)
# $due (String)
lookup-new-due = Promised before: { $before }. New date: { $due }.

lookup-steps = Steps
lookup-step-done = Done
lookup-step-now = Now
lookup-step-to-come = To come
lookup-step-registered = Registered online
lookup-step-received = Received
# $agency (String)
lookup-step-works = Worked on by { $agency }
lookup-step-ready = Result ready at the desk
lookup-step-handed-over = Handed over
lookup-parts = What each agency does
lookup-parts-hint = You deal with one desk only; the agencies pass it on among themselves.
# $at (String)
lookup-part-due = Expected: { $at }
# $year (String)
# $time (String)
lookup-time-80 = In { $year }, 80 % of the dossiers in this field were done within { $time }.
# $at (String)
lookup-as-of = As of { $at }
lookup-refresh = Ask again now
lookup-print = Print
lookup-rate = Rate the service
lookup-rate-hint = Once for each dossier. Nobody can tell which dossier a rating is of.
