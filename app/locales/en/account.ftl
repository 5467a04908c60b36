sign-in-title = Sign in
sign-in-lead = For the centre’s staff, managers and administrators.
sign-in-name = User name
sign-in-password = Password
sign-in-button = Sign in
sign-in-wrong = The user name or password is not right.
sign-in-throttled = Too many wrong tries. Wait { NUMBER($wait) } seconds, then try again.
sign-in-lost = Forgot your password or lost your phone? Ask an administrator for a new link.
sign-in-again = You are signed out.
sign-in-needs-name = Enter your user name.
sign-in-needs-password = Enter your password.
sign-in-busy = Too many people are signing in at this moment. Try again right away.
sign-in-unavailable = The server cannot reach its database. Try again in a moment.

code-title = Security code
code-lead = Open the authenticator app on your phone and enter the 6 digits it shows.
code-label = 6-digit code, or a recovery code
code-button = Continue
code-wrong = The code is wrong or over. Enter the one your phone shows now.
code-over = You took too long. Sign in again from the start.

welcome-title = Set up your account
# $name (String)
# $account (String)
welcome-lead = Welcome, { $name }. Choose a password for the account “{ $account }”.
welcome-password = New password
welcome-password-hint = At least { NUMBER($min) } characters. A sentence you remember and nobody guesses is best.
welcome-repeat = New password again
welcome-differs = The two passwords differ.
welcome-short = A password has { NUMBER($min) } to { NUMBER($max) } characters.
welcome-easy = This password is too easy to guess: it is among those tried first, or made of your or the centre’s name. Use a sentence of some words that have nothing to do with each other.
welcome-factor = Second factor
welcome-factor-lead = Scan this code with an authenticator app on your phone, then enter the 6 digits the app shows.
welcome-factor-picture = QR code that adds the account to an authenticator app
welcome-secret = Cannot scan? Type this key:
welcome-button = Save
welcome-over-title = The link can no longer be used
welcome-over = It was used, is older than 15 minutes, or was mistyped. Ask an administrator for a new one.
welcome-done-title = Your account is ready
welcome-recovery = Recovery codes
welcome-recovery-lead = Each works once when you do not have your phone. Print or copy them and keep them safe: they are not shown again.
welcome-to-sign-in = To the sign-in page

account-title = My account
account-name = User name
account-role = Role
role-staff = Staff
role-manager = Manager
role-admin = Administrator
account-sessions = Open sessions
account-session-this = This session
account-session-began = Began
account-session-seen = Last seen
account-session-from = From address
account-session-browser = Browser
account-session-end = End
account-password = Change password
account-password-lead = Every session ends then, and you sign in again.
account-password-old = Current password
account-password-button = Change password
account-password-wrong = The current password is not right.

alarm-sign-in-failures = Many sign-ins were wrong
# $value (String)
# $threshold (String)
alarm-sign-in-failures-text = There were { $value } wrong sign-ins in the last quarter of an hour or so (told above { $threshold }).
alarm-sign-in-failures-do = Ask an administrator to open the audit and look from which address the lines “Sign-in refused” come. If it is nobody of the centre, tell the operator to block that address. Devices that have signed in before still get in.

alarm-reading-much = Somebody reads much about applicants
# $value (String)
# $threshold (String)
alarm-reading-much-text = In the last hour this person has opened, printed or looked for { $value } times (the bound is { $threshold }).
alarm-reading-much-do = Ask an administrator to open the audit by this user name and see which dossiers were read. Ask the person; where somebody else uses the account, disable it.

confirm-title = Enter your password again
confirm-lead = This needs to be you for sure. Enter your own password; you are not asked again for 10 minutes.
confirm-button = Continue
confirm-not = Do not go on
