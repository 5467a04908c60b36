help-title = Help
help-lead = One page a task, in the very words of the screens.
help-of-room = Help with this page
help-find = Search the help
help-find-hint = A few words, with or without diacritics.
help-find-button = Search
help-find-clear = Show all
# $count (Number) - pages found
# $typed (String) - what was looked for
help-found = { NUMBER($count) ->
    [one] One page has “{ $typed }”.
   *[other] { NUMBER($count) } pages have “{ $typed }”.
}
# $typed (String) - what was looked for
help-found-none = No page has “{ $typed }”. Try fewer words.
help-citizens = Citizens and organisations
help-staff = Staff
help-managers = Managers
help-administrators = Administrators
help-steps = Steps
help-open = Open the page
help-others = Other tasks
help-back = All help

help-board = Read the results board
help-board-steps =
    Open the board by the QR code in the corner of the lobby’s screen, or at the centre’s address.
    Choose the period: today, this month or this year.
    “{ in-time }” is how many dossiers had their result no later than the due time; “{ late }” is how many had it later.
    “{ pending }” is how many were received and are not done, those that wait for the applicant among them.
    “{ handling }” tells how long most dossiers really take.
    How each figure is counted stands under “{ definitions-heading }” at the end of the page.
help-follow = Look up a dossier you handed in
help-follow-steps =
    Take the slip you were given when you handed it in.
    Scan its QR code with a phone; or open the look-up page and type the dossier’s code and the “{ slip-pin }”.
    The page tells at which step and which agency it is, and when it is due. It shows nobody’s name.
    Keep the code and the “{ slip-pin }” to yourself: whoever has both can look.
help-tell = Be told when your dossier changes
help-tell-steps =
    Look your dossier up on your own phone or computer, and press “{ tell-button }” below what the page tells.
    Type an e-mail address or a phone number, tick that you agree, and send it. What the centre cannot send is not offered.
    Mail: open the link in the letter within a day and press the button there. Phone: type the 6 digits that it is sent.
    From then on you are told of each change. The message names nobody, and no dossier: look it up with your slip.
    To stop, open the link in any of the messages and press the button. The address is deleted with that.
help-slip = Keep the slip, and what to do when it is lost
help-slip-steps =
    Check the name, the papers and the due time on the slip while you are at the desk.
    Keep it until you have the result; a photograph of it will do.
    If it is lost, come to the same desk with your identity card and ask for another.
    The new slip has another “{ slip-pin }”; the one on the old slip no longer works.
help-prepare = Prepare before you come
help-prepare-steps =
    Find the procedure by its name or by what you want to do, with or without diacritics.
    See which papers it takes, its time limit and its fee.
    Bring all papers; fill in the forms beforehand where there are some.
    See the coming days off, so that you do not find the doors closed.
    Where it can be done online, you can hand it in from home.
help-more-papers = When more papers are asked for
help-more-papers-steps =
    Look your dossier up to see which papers are missing.
    The wait for them does not count against the time limit; the due time moves on when they have come.
    Bring them with your slip to the desk where you handed the dossier in.
    More papers may be asked for once. If you are asked again, ask for the reason in writing.
help-collect = Collect the result
help-collect-steps =
    Look your dossier up; when it says “{ status-resolved }” you can come.
    Bring the slip and your identity card during opening hours.
    Somebody else needs a letter of authority from you.
    Check the result before you leave the desk: name, number, date.
help-feedback = Rate, complain, suggest
help-feedback-steps =
    Open the feedback page, or use the tablet at the desk after you have collected the result.
    Choose how satisfied you are; write more if you like. You need not give your name.
    When you send a complaint, keep its code and number to read the answer.
    Write nothing personal about anybody else.
help-days-off = See working days and days off
help-days-off-steps =
    Open “{ days-title }” from the results board.
    “{ days-off-heading }” tells on which of the coming days the centre is closed.
    The table below tells for every working day of the year what share of dossiers was done in time.
help-my-data = My personal data
help-my-data-steps =
    Open “{ privacy-title }” to see what the centre keeps, why, how long and who can see it.
    For a copy of the data about you, or to have them erased, come to a reception desk with your identity card and a dossier’s code.
    The copy also tells who opened your dossiers, and when.
    Data of a dossier in process cannot be erased yet; a set time after its end they are erased automatically.
help-open-data = Use the centre’s figures
help-open-data-steps =
    At the end of the results board, “{ data-heading }” has the figures as JSON and CSV.
    A ward’s own site can show the small card at /open/card.svg as a picture, or read its figures at /open/card.json.
    The picture’s address takes ?lang=en for English and ?theme=dark for a dark ground.
    The terms of use stand in the files; name the centre as the source.

help-sign-in = Sign in and keep your account safe
help-sign-in-steps =
    Open “{ sign-in-title }” and type your name and password.
    Managers and administrators also type the 6 digits shown by their phone, or a recovery code.
    Change your password under “{ nav-account }”, “{ account-password }”.
    If a session under “{ account-sessions }” is not yours, press “{ account-session-end }” and tell an administrator.
    When you leave the computer, press “{ nav-sign-out }”.
help-receive = Receive a dossier and print the slip
help-receive-steps =
    Press “{ nav-receive }”, type a code or a few words under “{ receive-find }” and choose the procedure.
    See the due time that will be given before you take it in.
    Fill in “{ receive-applicant }”: a name is needed, the rest where they want to be told.
    Mark the “{ receive-papers }”; write others one a line.
    Press “{ receive-button }” and print. The “{ slip-pin }” on the slip is for the applicant only.
    For papers taken in before they could be recorded, open “{ receive-earlier }” and say when.
help-refuse = Refuse at reception
help-refuse-steps =
    Under “{ nav-receive }”, choose the procedure and fill in the applicant as usual.
    Open “{ receive-refuse }” and write “{ receive-refuse-reason }” plainly: the applicant will read it.
    Press “{ receive-refuse-button }” and hand over the letter.
    What is refused is counted by itself and is in no other figure.
help-find-dossier = Find a dossier
help-find-dossier-steps =
    On the “{ nav-worklist }”, type a code or its last digits, a full name or a given name, a phone or an identity number under “{ desk-find }”. A name can be followed by the last 4 digits of the phone.
    Press “{ desk-show }”. A search by name or number is a line of the audit.
    Tabs such as “{ tab-in-process }”, “{ tab-waiting }” and “{ tab-resolved }” filter by status.
    “{ desk-mine }” shows what is given to you and to those you stand in for.
    Every opening of a dossier with its applicant is a line of the audit: open only what your work needs.
help-step = Record a step
help-step-steps =
    Open the dossier and go to “{ dossier-next }”.
    If it happened before, open “{ dossier-earlier }” and fill in “{ dossier-occurred }”.
    Press what was done, such as “{ act-start }” or “{ act-resolve }”. The board in the lobby turns at once.
    Where a reason is needed, choose the step, write under “{ dossier-reason }”, which appears then, and press “{ dossier-record }”; the applicant can read it.
    From a list, “{ dossier-following }” opens the one after it and keeps the filter.
help-ask-papers = Ask for more papers or for payment
help-ask-papers-steps =
    Open the dossier and choose “{ act-ask-papers }” or “{ act-ask-payment }”.
    Name every missing paper under “{ dossier-reason }”: they may be asked for once.
    Press “{ dossier-record }”, then “{ print-letter }” if the applicant wants it on paper. The dossier’s clock stops.
    When they have come, choose “{ act-papers-received }” or “{ act-paid }”: the due time is counted again.
    To ask a second time takes a manager and a reason.
help-extend = Extend, with an apology
help-extend-steps =
    A due time is extended once, at least one working day before it.
    Open the dossier, choose “{ act-extend }”, and fill in “{ dossier-reason }” and “{ dossier-new-due }”.
    Look at the new due time; outside working hours it goes back to the end of the session before.
    Record it, and print the letter of apology with the new date.
help-hand-over = Hand over the result
help-hand-over-steps =
    On the “{ nav-worklist }”, open “{ tab-resolved }” or find the code that stands on the slip.
    Check the person and the slip.
    Press “{ act-hand-over }”.
    Several at once: select them in the list, then “{ desk-bulk-button }”.
help-undo = When something was recorded by mistake
help-undo-steps =
    Just after recording, press “{ dossier-undo }” within the time shown.
    Later a manager chooses “{ act-correct }” and gives a reason.
    Wrong details at reception: “{ amend-link }”. Received by mistake or twice: “{ annul-title }”.
    The history keeps the mistake and its correction; nothing is deleted.
help-amend = Amend a reception
help-amend-steps =
    Open the dossier and press “{ amend-link }”.
    Whoever received it may amend everything on the same day; later a manager does. The applicant’s details can always be amended.
    Change it, give “{ amend-reason }” without anything personal, and press “{ amend-button }”.
    If the new due time comes before the old slip’s, you have to say that you mean it.
    Print the new slip; it takes the place of the old one.
help-many = Record for many dossiers at once
help-many-steps =
    Select the dossiers on the “{ nav-worklist }”.
    Under “{ desk-bulk }”, choose what was done, with a reason where one is needed.
    Press “{ desk-bulk-button }”. If one of them cannot go, none is changed and the page says which.
    The others can then be recorded by themselves.
help-assign = Take or give work
help-assign-steps =
    Open the dossier and press “{ assign-take }” to take it.
    To give it away, open “{ assign-give }”, choose a colleague and press “{ assign-button }”.
    If they are away, their substitute is chosen for you.
    Your own work is under “{ desk-mine }”.
help-note = Notes for colleagues
help-note-steps =
    Open the dossier and go to “{ note-title }”.
    Write what colleagues have to know and press “{ note-button }”.
    Notes are encrypted, cannot be changed, and are erased with the applicant.
help-print = Print a slip again, a letter, a control slip
help-print-steps =
    Open the dossier and press “{ slip-again }”: on the day it was issued, it stays as it was.
    For a lost slip press “{ slip-renew }”: the number on the old one stops working. Addresses that are told of changes go on until you press “{ slip-tell-end }”.
    “{ print-control }” prints how it went, without the applicant’s name.
    Letters that ask for papers, apologise or stop: press “{ print-letter }” beside their step.
    Every print that is opened is a line of the audit.
help-away = When you are away
help-away-steps =
    Under “{ nav-account }”, press “{ absence-own-open }”.
    Choose the first day, the last day and who stands in, and press “{ absence-button }”.
    Meanwhile your dossiers are in the substitute’s list.
    If you come back early, press “{ absence-end }”.
help-explain-feedback = Explain what a message is about
help-explain-feedback-steps =
    Open “{ nav-explanations }” and choose a message.
    Write what happened, why, and what is done about it under “{ feedback-explanation }”.
    Press “{ feedback-explain-button }”. The managers answer the sender.
help-keyboard = Work by the keyboard
help-keyboard-steps =
    Press ? on any staff page to see “{ keys-title }”.
    The key / goes to the search; n opens reception; j and k walk the list; Enter opens a dossier.
    Single-letter keys can be switched off in that list.
    Without JavaScript everything can be done by Tab and Enter.

help-throughput = Watch throughput
help-throughput-steps =
    Open “{ nav-throughput }” and choose a period, such as “{ throughput-month }”.
    Open “{ throughput-filter }” to see it by agency, field, procedure or person.
    Press a figure to see the very dossiers that make it up.
    Keep a view that you use often, and open it again at once.
    Take the table away as CSV or XLSX; each time is a line of the audit.
help-late-dossiers = Deal with what is about to be late
help-late-dossiers-steps =
    Open “{ nav-throughput }” and look at what is due in the next days.
    Select dossiers and give them to somebody who has room.
    What cannot be done in time: extend it once, at least one working day before it is due, with an apology.
    A longer extension, a second request for papers and a step taken back later are recorded by a manager, with a reason.
help-sign-report = Sign report II.06a
help-sign-report-steps =
    Open “{ nav-report }” and choose the period; if there is none yet, “{ official-form-add }”.
    Check the figures; press a cell to see its dossiers.
    Press “{ official-form-sign }” when the period is over; your password is asked for again.
    If something is recorded late after that, the page shows what was signed and what it is now.
    Send it in as a file by “{ official-form-xlsx }” or “{ official-form-csv }”, not later than “{ official-form-send-by }” says.
help-pair-screen = Hang a new screen
help-pair-screen-steps =
    On the television, open the server’s address with /screen: it shows a code of six characters.
    Here, open “{ nav-screens }”, then “{ screens-new }”.
    Type “{ screens-code }”, “{ screens-label }”, “{ screens-place }” and what it shows, and press “{ screens-pair }”.
    Give its diagonal and the distance, and the page says whether the type is large enough.
    “{ screens-identify }” finds the right television; “{ screens-hold }” keeps the figures as they are; “{ screens-unpair }” when it goes.
help-notice = Put a notice on the screens
help-notice-steps =
    Open “{ nav-notices }”, then “{ notice-new }”.
    Write “{ notice-vi-label }” in one line, and “{ notice-en-label }” for visitors from abroad.
    Fill in “{ notice-until-label }”: then it goes by itself.
    Choose the screens, look at it by “{ notice-preview }”, then “{ notice-publish }”.
    Where the centre asks for a second manager, it waits until another one agrees.
help-emergency = Send an emergency
help-emergency-steps =
    Open “{ nav-notices }”, then “{ notice-new-emergency }”.
    Write one short sentence: what it is, where to go.
    Confirm that it covers every screen, and send it. No password is asked for.
    The page tells how many screens show it.
    When it is over, take it down.
help-playback = See what the screens showed
help-playback-steps =
    Open “{ nav-playback }”, choose the screen, the day and the time, and press “{ wall-playback-show }”.
    See figures and notices as visitors saw them, and whether the seal is good.
    Press “{ wall-playback-save }” for a file that stands as evidence in a complaint.
help-alarms = When there is an alarm
help-alarms-steps =
    The number beside “{ nav-alarms }” is how many there are.
    Read “{ alarm-do }” of each and do so.
    If you know of it and it cannot be mended yet, “{ alarm-mute }”; it stays listed until it is over.
    An alarm ends by itself when all is well again.
help-answer-feedback = Answer what visitors write
help-answer-feedback-steps =
    Open “{ nav-feedback }” and choose a message; those that are overdue come first.
    If an agency should explain first, choose it under “{ feedback-forward-title }” and press “{ feedback-forward-button }”.
    Write under “{ feedback-answer }” and press “{ feedback-answer-button }”; the sender reads it with code and number.
    An answer is the last word and cannot be changed.
help-substitutes = Arrange who stands in
help-substitutes-steps =
    Open “{ nav-absences }”.
    Choose “{ absence-who }”, the days and “{ absence-substitute }”, and press “{ absence-button }”.
    A substitute works at every agency of whoever is away.
    Nothing is written to any dossier: when the absence is over, all is as before.

help-people = Add a person
help-people-steps =
    Open “{ nav-people }” and go to “{ people-add }”.
    Give the name to sign in with, the name shown, the role and where they work.
    Press “{ people-add-button }” and hand them the link yourself: it works once, for 15 minutes.
    One account a person; none is shared.
help-lost-password = A lost password or phone, and people who leave
help-lost-password-steps =
    Open “{ nav-people }” and choose the person.
    A lost password or phone: press “{ people-link-again }”; all their sessions end.
    Other work: change role and place, and press “{ people-rights-button }”.
    Somebody leaves: “{ people-disable }”. Their name stays in the history.
help-calendar = Enter days off and make-up days
help-calendar-steps =
    Open “{ nav-calendar }” and press “{ calendar-days-add }”, or “{ calendar-days-file }” for many.
    Give the date, its name and the decision; no working hours means closed all day.
    For a day that is only planned, choose “{ day-status-pending }”.
    Press “{ day-preview }”: the page tells which dossiers’ due times will move.
    Choose “{ preview-move }” or “{ preview-leave }”. Applicants are told of new due times.
    Coming days off are public under “{ days-title }”.
help-procedures = Add or change a procedure
help-procedures-steps =
    Open “{ nav-procedures }” and press “{ procedures-add }”, or choose one.
    Give code, name, field, “{ procedures-limit }”, “{ procedures-fee-vnd }” and “{ procedures-papers }”.
    Tick the “{ office-agencies }”: at reception only these can be chosen.
    A new limit is for dossiers received from then on; what was promised stays.
    For linked procedures, give the parts and the agency of each.
help-documents = Post a document for the public
help-documents-steps =
    Open “{ nav-documents }” and press “{ documents-add }”.
    Give the title, the number, the date and the PDF, then press “{ documents-post }”.
    For a new version press “{ documents-replace }” on its page; the versions before are kept.
    “{ documents-take-down }” ends what visitors read; the document stays in the list.
help-agencies = Agencies and fields
help-agencies-steps =
    Open “{ nav-agencies }”, then “{ agencies-add }”; its code begins every dossier’s code and cannot be changed.
    Open “{ nav-fields }” to add fields; their order here is that of the board.
    For a field that may give a person away, such as adoption, choose “{ fields-sensitive }”.
    Which fields the board names was fixed at the beginning of the year.
help-settings = Change a setting of the centre
help-settings-steps =
    Open “{ nav-settings }” and choose what to change.
    Fill in “{ setting-value }” and “{ setting-from }”, and press “{ setting-button }”.
    A change never counts the past again.
    A value that is to come can be removed before its day.
help-import = Import dossiers of another system
help-import-steps =
    Open “{ nav-import }”, choose an Excel or CSV file and press “{ import-upload }”.
    Choose a mapping that fits, or “{ import-own }” and what the words mean.
    Press “{ import-check }”: nothing is written, it tells what would be new, changed or wrong.
    When it is right, have it written. The same file twice makes no dossier twice.
    The file is removed from the server afterwards.
help-outbox = Messages that could not be sent
help-outbox-steps =
    Open “{ nav-outbox }” and read “{ outbox-fault }”.
    Have the operator mend the SMS, Zalo or mail gateway.
    Press “{ outbox-retry }” for one, or send all of them again.
    Somebody asked to be told and got nothing: type the dossier’s code under “{ outbox-find }”.
    The page shows neither who they are for nor what they say; of an address no more than its owner recognises.
help-audit = See who did what
help-audit-steps =
    Open “{ nav-audit }” and fill in “{ audit-subject }” with a dossier’s code or an account, or “{ audit-actor }”.
    Press “{ audit-show }”. Every time an applicant’s data were opened, printed or searched for is a line.
    Nobody can change or delete the audit; the operator proves it by sanh verify.
help-person-request = When somebody asks for a copy or for erasure
help-person-request-steps =
    Check who they are by their identity card, and take the code of one of their dossiers.
    Have the operator run sanh applicant export with that code: the file holds all that is kept of the person, and who has seen it.
    For erasure: sanh applicant forget. A dossier in process is kept until it has ended.
    History and figures stay as they are; both are lines under “{ nav-audit }”.
    Copies made before still hold the data: when one is restored, they are erased again.
