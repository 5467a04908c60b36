privacy-title = Personal data
privacy-lead = The program makes this page itself from its own list of what it keeps, so it is always true of the program that runs.
privacy-who = Who keeps the data
privacy-never = What is never public
privacy-never-text = The lobby’s screens, the board on a phone and open data hold totals only: nobody’s name, phone, dossier code or look-up number.
privacy-kept = What is kept
privacy-data = Data
privacy-purpose = What for
privacy-basis = Legal basis
privacy-retention = Kept for
privacy-readers = Who can read it
privacy-sealed = Encrypted, or kept as a hash only.
privacy-seen = Who has seen it
privacy-seen-text = Every time somebody opens, prints, searches or exports an applicant’s data, or the program sends them, a line is written to a sealed audit. A copy given to a person holds all lines about their dossiers.
privacy-rights = Your rights
privacy-rights-text = You may see the data about you, have a copy, have them corrected or erased: come to a reception desk with your identity card and a dossier’s code. Data of a dossier in process are kept until it has ended. What was erased cannot be brought back; the history of the work and the totals stay as they are.

privacy-applicant = Applicants: name, who acts for them, address, phone, identity number, e-mail address, papers handed in
privacy-applicant-for = Receiving dossiers, promising a date, getting in touch, giving the result to the right person.
privacy-search-key = Search keys by which an applicant is found by name or number
privacy-search-key-for = Finding a dossier when its applicant has not kept the code.
privacy-note = Notes of colleagues about a dossier
privacy-note-for = Working on a dossier together.
privacy-attachment = Scans and forms attached to a dossier
privacy-attachment-for = Working on a dossier by the papers handed in.
privacy-slip = The look-up number on the slip
privacy-slip-for = Only whoever holds the slip can look the dossier up. After the day of issue only a hash is kept.
privacy-message = That an applicant was told of something (not what it said)
privacy-message-for = Telling once, and again where it failed.
privacy-account = People who work here: name to sign in by, full name, title, role, the password’s hash, kept views
privacy-account-for = Signing in, and what each may do.
privacy-session = Their sessions: network address, browser
privacy-session-for = Keeping them signed in, noticing strangers.
privacy-step = Who did each step of a dossier, and why
privacy-step-for = The dossier’s history, responsibility, figures.
privacy-audit = Who did what, read whose data, from which address
privacy-audit-for = Proof of who has read and changed data.
privacy-absence = Who is away, and who stands in
privacy-absence-for = Giving dossiers to the substitute.
privacy-authorship = Who wrote or approved notices, signed reports, muted alarms
privacy-authorship-for = Responsibility for what the centre makes public.
privacy-throttle = Name and network address of wrong tries to sign in, and of wrong numbers
privacy-throttle-for = Keeping passwords and numbers from being guessed.
privacy-upload = Files that administrators upload to be imported
privacy-upload-for = Taking dossiers over from other systems.
privacy-feedback = Messages to the centre: what they say, how their senders can be reached where they tell, the answers
privacy-feedback-for = Settling and answering them. The agency concerned never sees how to reach the sender.
privacy-subscription = E-mail addresses and phones that want to be told of a dossier, and that they were (not what it said)
privacy-subscription-for = Telling of changes whoever holds the slip and has asked for it, and senders of messages that these were answered.
privacy-subscription-flow = From where, and how often, somebody asked to be told
privacy-subscription-flow-for = Keeping addresses from letters that nobody asked for.
privacy-network = The network that messages came from
privacy-network-for = Keeping floods of messages out.
privacy-rating = Which dossiers may be rated, or were; never with the rating
privacy-rating-for = Rating the service once for each dossier.

privacy-basis-one-stop = Administrative procedures by the one-stop mechanism (Decree 118/2025/NĐ-CP).
privacy-basis-data-protection = Protection of personal data (Law 91/2025/QH15, Decree 356/2025/NĐ-CP).
privacy-basis-employment = The employment of those who work at the centre.
privacy-basis-consent = Consent of whoever gives the address, which they can take back at any time (Law 91/2025/QH15).

# $count (Number)
privacy-days = { $count ->
    [one] { NUMBER($count) } day
   *[other] { NUMBER($count) } days
}
# $count (Number)
privacy-years = { $count ->
    [one] { NUMBER($count) } year
   *[other] { NUMBER($count) } years
}
# $time (String) - after the dossier's end, in words
privacy-after-end = { $time } after the dossier has ended; then erased automatically. Never while it is in process.
privacy-until-asked = Until erasure is asked for.
# $days (Number) - days after message and dossier have ended
privacy-after-message = { NUMBER($days) } days after it was sent and the dossier has ended.
# $days (Number) - days after it began
privacy-after-session = { NUMBER($days) } days.
# $hours (Number) - hours that the file is kept
# $days (Number) - days that the list is kept
privacy-after-upload = The file { NUMBER($hours) } hours; the list of files { NUMBER($days) } days.
# $days (Number) - days after the answer
privacy-after-answer = How to reach the sender: { NUMBER($days) } days after the answer, then erased automatically; message and answer: for good.
# $days (Number) - days after the dossier's end
privacy-until-stopped = Until it is stopped, which deletes it; at the latest { NUMBER($days) } days after the dossier has ended. A day where nobody confirmed it.
privacy-day = A day.
privacy-for-good = For good: history, figures and proof rest on it.
privacy-with-account = While the account is there; accounts are disabled, not deleted.

privacy-reader-staff = Staff of the agency that works on the dossier
privacy-reader-managers = Managers of that agency
privacy-reader-administrators = Administrators
privacy-reader-operator = The server’s operator, where asked to
privacy-reader-gateway = The gateway (SMS, Zalo, mail), for the message it sends
privacy-reader-oneself = The person themselves
privacy-reader-nobody = Nobody; the program only compares
