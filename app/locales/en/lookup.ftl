lookup-title = Where is my dossier?
lookup-lead = Scan the QR code on your slip with your phone, or type the dossier code and the number printed beside it.
lookup-lead-kiosk = Hold the QR code on your slip in front of the scanner, or touch a field and type the dossier code and the number.
lookup-no-script = This browser runs no scripts, so it cannot read the QR code. Type the code and the number.
lookup-code = Dossier code
lookup-code-hint = As printed on the slip, for example H49.65-220914-0011.
lookup-pin = Number
lookup-pin-hint = The 8 digits on the slip; older slips have 6.
lookup-button = Look up
lookup-lost = Lost your slip, or the number no longer works? Whoever handed in the dossier can get a new slip at a reception desk.
lookup-refused = The code and the number do not match, or there were too many tries. Check both, scan the QR code, or ask at a reception desk.
lookup-over = This page has been open too long, or the slip was replaced. Scan the slip again, or type the code and the number.
lookup-options = Language and look
lookup-contrast-more = More contrast
lookup-contrast-less = Normal contrast
lookup-text-large = Larger text
lookup-text-normal = Normal text
lookup-offline = No connection. This is the last we know; the page updates by itself once it is connected again.
lookup-away = No connection. This goes on by itself as soon as there is one.
lookup-fresh = Your dossier has changed.
# $seconds (String)
lookup-clears = For your privacy this page clears in { $seconds } seconds
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
lookup-refused-at-reception = Your dossier was not accepted
lookup-withdrawn = Withdrawn
lookup-stopped = Stopped
lookup-annulled = Received by mistake; nothing more will be done with it

lookup-you = What you have to do
lookup-wait-papers-text = Bring these papers to the reception desk, or send them the same way as you handed in the dossier:
lookup-wait-payment-text = Please pay:
lookup-wait-withdrawal-text = Nothing for now: the agency is considering your request.
# $amount (String)
lookup-fee = Fee of the procedure: { $amount } đồng
# $day (String)
lookup-wait-until = Deadline: { $day }. After that day, work on your dossier may be stopped.
# $at (String)
lookup-wait-since = Requested at { $at }. While we wait for you, the time limit is on hold.
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
lookup-left-stopped = The time limit is on hold; { $time } will be left after that.
# $time (String)
lookup-left-late = Late by { $time }
lookup-left-stopped-late = The dossier was already late when the time limit was put on hold.
# $at (String)
lookup-counts-from = Handed in outside office hours: the time limit counts from { $at }.
lookup-sorry = We are sorry
lookup-sorry-late = Your dossier is late. The reason given:
lookup-sorry-no-reason = Your dossier is late. No reason was recorded; a reception desk will tell you more.
lookup-sorry-extended = The agency needs more time than it promised. Its reason:
# $before (String)
# $due (String)
lookup-new-due = Earlier date: { $before }. New date: { $due }.

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
lookup-time-80 = In { $year }, 80% of the dossiers in this field were done within { $time }.
# $at (String)
lookup-as-of = As of { $at }
lookup-refresh = Update now
lookup-print = Print
lookup-rate = Rate the service
lookup-rate-hint = Once for each dossier. Nobody can tell which dossier a rating is of.
