product = Sảnh
back-to-board = To the results board
skip-to-content = Skip to the content

fault-not-found = This page does not exist
fault-not-found-text = The address may be misspelled, or the page may have moved.
fault-invalid = The address cannot be read
# $parameter (String) - its name
fault-invalid-text = The value of “{ $parameter }” in the address cannot be read.
fault-unavailable = No figures for the moment
fault-unavailable-text = The server is starting or its database cannot be reached. This page tries again by itself.
fault-not-written = Not saved
not-written-disk = Nothing was saved: the server’s disk is full or cannot be written. What you typed is still on this page. Tell the operator of the server, then send it again.
not-written-clock = Nothing was saved: the server’s clock is wrong, so no time could be recorded rightly. What you typed is still on this page. Tell the operator of the server, then send it again.
fault-internal = Something went wrong
fault-internal-text = The fault is on our side and has been noted. Please try again later.
fault-forbidden = Not allowed
fault-forbidden-text = Your account has no right to use this page.
fault-unprotected = Open over HTTPS only
fault-unprotected-text = This page takes passwords or citizens’ dossiers, so it is open over HTTPS only. On a network of the centre’s own, its operator can open it by the setting allow_plain_http.
fault-untrusted-proxy = This proxy is not named in the settings
fault-untrusted-proxy-text = The request came through a proxy that the server does not know. Ask its operator to name the proxy’s address in the setting trusted_proxy.
fault-signed-out = Your session is over
fault-signed-out-text = Nothing was saved. Sign in again, then use your browser’s back button to find what you typed.
fault-refused = This request was refused
fault-refused-text = It did not come from a page of this site.
fault-too-large = This is too large
fault-too-large-text = The request is larger than the limit.
fault-control = A character cannot be used
# $field (String) - its name in the form
fault-control-text = The field “{ $field }” holds control characters that nobody can see, as pasting from other programs leaves them.
fault-late = This came too slowly
fault-late-text = The server did not receive it whole in the time allowed. Go back and send it again.
fault-slow = The server did not answer in time
fault-slow-text = This takes longer than the time allowed. Please try again in a moment.
resend-nothing-saved = Nothing was saved. What you typed is kept here.
resend-once = It is not known whether this was saved. Press the button below: if it was, you will see what came of it; if not, it is saved once.
resend-check = What you typed is kept here, but it may have been saved. Look in another window before you send it again.
resend-button = Send again
resend-typed = What you typed
resend-clean-button = Send again without these characters
fault-busy = The server is busy
fault-busy-text = Too many requests at once. Please try again in a moment.
fault-too-much-read = Too much personal data was opened
fault-too-much-read-text = In the last hour you have opened or looked for as much of applicants as is allowed. Wait, then try again. If your work needs more, tell an administrator; this is in the audit, and an alarm was given.

starting-title = The board is on its way
starting-text = The server is starting. This page keeps asking and shows the board as soon as there are figures.

errors-title = There is a problem
nav-menu = Menu
nav-title = Pages
nav-worklist = Work list
nav-account = My account
nav-sign-out = Sign out
nav-receive = Receive

public-nav = For visitors
public-board = Results
public-days = Day by day
public-lookup = My dossier
public-procedures = Procedures
public-documents = Documents
public-feedback = Feedback
public-help = Help
public-privacy = Personal data
public-work = Back to work
