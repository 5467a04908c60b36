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
fault-unprotected-text = This page takes passwords or citizens’ dossiers, so it is open over HTTPS only, or on the server itself.
fault-signed-out = Your session is over
fault-signed-out-text = Nothing was saved. Sign in again, then use your browser’s back button to find what you typed.
fault-refused = This request was refused
fault-refused-text = It did not come from a page of this site.
fault-too-large = This is too large
fault-too-large-text = The request is larger than the limit.
fault-busy = The server is busy
fault-busy-text = Too many requests at once. Please try again in a moment.

waiting-title = This screen is not set up yet
# $name (String) - the screen's name in the address
waiting-text = No screen named “{ $name }” has been set up. This page keeps asking and shows the board as soon as it has been.

starting-title = The board is on its way
starting-text = The server is starting. This page keeps asking and shows the board as soon as there are figures.

errors-title = There is a problem
nav-title = Pages
nav-worklist = Work list
nav-account = My account
nav-sign-out = Sign out
nav-receive = Receive

again-away = The database does not answer, so it is not known whether this was saved.
again-text = Press the button to send again exactly what you typed. It is recorded once, however often you send it.
again-button = Send again
again-typed = What you typed
