alarm-title = Alarms
alarm-lead = The system monitors the screens, the server and the data. An alarm closes by itself once the problem is fixed.
# $count (String)
alarm-open = Open: { $count }
# $count (Number)
# $names (String)
alarm-lost-walls = { $count ->
    [one] One screen has lost contact: { $names }.
   *[other] { NUMBER($count) } screens have lost contact: { $names }.
}
alarm-none = No problems.
alarm-past = Past
alarm-what = What
alarm-began = From
alarm-ended = Until
alarm-measured = Last reading
alarm-rules = What is monitored
alarm-do = What to do:
# $since (String)
# $seen (String)
alarm-since = Since { $since }, last seen { $seen }.
# $name (String)
# $screen (String)
alarm-of = { $name }: { $screen }
# $count (Number)
alarm-count = { $count ->
    [one] { $count } alarm
   *[other] { NUMBER($count) } alarms
}
alarm-mute = Mute
alarm-mute-for = Mute for
# $name (String)
alarm-mute-of = Mute the alarm { $name }
# $count (Number)
alarm-hours = { $count ->
    [one] { $count } hour
   *[other] { NUMBER($count) } hours
}
alarm-hear = Unmute
# $name (String)
# $until (String)
alarm-muted = Muted by { $name } until { $until }.
alarm-saved-muted = Muted. The alarm stays here until it is over.
alarm-saved-heard = The alarm is no longer muted.
alarm-over = This alarm is over.
# $count (String)
alarm-undelivered = Messages about alarms that could not be sent: { $count }. Ask the operator of the server to look at where they go.

alarm-figures-still = The figures have not moved for longer than usual
# $value (String)
# $threshold (String)
alarm-figures-still-text = No dossier has changed for { $value } minutes of work; at this hour usually no more than { $threshold }.
alarm-figures-still-do = Ask the reception desks whether they still enter dossiers. If they do, ask the operator to look at the program and its connections.
alarm-screen-dark = A screen is dark
# $value (String)
# $threshold (String)
alarm-screen-dark-text = Disconnected for { $value } minutes during office hours (alarm after { $threshold }).
alarm-screen-dark-do = See whether it has power, network and the right address. If it was taken down, remove it from the list of screens.
alarm-screen-behind = A screen is behind
# $value (String)
# $threshold (String)
alarm-screen-behind-text = The figures it was sent { $value } seconds ago are not on the screen yet (alarm after { $threshold }).
alarm-screen-behind-do = Load the page on it again. If it stays behind, restart the device or look at the network.
alarm-screen-clock = The clock of a screen is wrong
# $value (String)
# $threshold (String)
alarm-screen-clock-text = The clock of its device differs from the server’s by { $value } seconds (allowed: { $threshold }).
alarm-screen-clock-do = Set the time on the device and let it follow the network. The time on the screen is the server’s and right, but HTTPS fails when the clocks differ by much.
alarm-database-clock = The clock of the database is wrong
# $value (String)
# $threshold (String)
alarm-database-clock-text = It differs from the server’s by { $value } seconds (allowed: { $threshold }).
alarm-database-clock-do = Ask the operator to switch on time synchronisation (NTP) on both machines.
alarm-counters-drift = The totals do not fit the dossiers
# $value (String)
alarm-counters-drift-text = A check found { $value } places that do not fit.
alarm-counters-drift-do = The system counts anew from the dossiers by itself and writes a line in the audit. If this alarm stays or comes again, ask the operator to run sanh verify and to find out who writes to the database. Sign no report before it is over.
alarm-dossier-drift = A dossier does not fit its history
# $value (String)
alarm-dossier-drift-text = A check found { $value } places that do not fit. Nothing was changed.
alarm-dossier-drift-do = Ask the operator to run sanh verify, which names them, and to find out who changed the dossier beside the system. Sign no report before that.
alarm-backup-old = The copy of the data is old
# $value (String)
# $threshold (String)
alarm-backup-old-text = The newest copy is { $value } hours old (allowed: { $threshold }).
alarm-backup-old-do = Ask the operator whether the folder of copies has room and can be written to.
alarm-backup-failed = No good copy of the data is made
# $value (String)
alarm-backup-failed-text = The last { $value } tries in a row came to no good copy. The good copies of before are all kept.
alarm-backup-failed-do = Ask the operator to look at the server’s log: the copies’ disk has no room, or the data have faults, which sanh verify names.
alarm-disk-full = The disk is filling
# $value (String)
# $threshold (String)
alarm-disk-full-text = The disk of the database has { $value }% left (at least { $threshold }% are needed).
alarm-disk-full-do = Ask the operator to make room. On a full disk no dossier can be recorded.
alarm-letters-dead = Messages to applicants could not be sent
# $value (String)
alarm-letters-dead-text = Given up after many tries: { $value }.
alarm-letters-dead-do = Ask an administrator to open Messages, look at the fault and send them again.
alarm-letters-waiting = Messages to applicants wait
# $value (String)
# $threshold (String)
alarm-letters-waiting-text = The oldest has waited for { $value } minutes (alarm after { $threshold }): no server is sending.
alarm-letters-waiting-do = Ask the operator whether a server that has a way to send (smtp_url or webhook_url) is running. Where applicants are told nothing on purpose, set tell_applicants to false.
alarm-seal-still = Events are not being sealed
# $value (String)
# $threshold (String)
alarm-seal-still-text = Events have waited for their seal for { $value } seconds (allowed: { $threshold }).
alarm-seal-still-do = Ask the operator to look at the server’s log and at the file of the seal key.
alarm-seal-broken = The chain of seals is broken
# $value (String)
alarm-seal-broken-text = Places where what was sealed does not fit its seal, or is missing: { $value }.
alarm-seal-broken-do = Ask the operator to run sanh verify. Where a copy was put back by another tool, sanh resume begins a new chain.
alarm-ledger-unwritable = What a restore must not undo is not kept
# $value (String)
alarm-ledger-unwritable-text = The file outside the database that holds erasures and rights taken away could not be written for { $value } seconds. A copy that is restored now would bring them back.
alarm-ledger-unwritable-do = Ask the operator to see to the folder of the seal key (disk, rights, mount). What is missing is written by itself as soon as the file can be.
alarm-database-away = The database does not answer
# $value (String)
# $threshold (String)
alarm-database-away-text = It has not answered for { $value } seconds (alarm after { $threshold }). The screens keep showing the last figures, marked as old.
alarm-database-away-do = Tell the operator at once: nobody can record dossiers.
alarm-database-unwritable = Nothing can be recorded: the disk takes no writes
alarm-database-unwritable-text = Every change is refused, as the disk of the database is full or read-only. The screens go on.
alarm-database-unwritable-do = Tell the operator at once to make room on the server’s disk. What people typed stays on their pages, to be sent again.
alarm-server-clock = The server’s clock is wrong
alarm-server-clock-text = Its time cannot be right, so nothing is recorded. The screens say that their time is wrong.
alarm-server-clock-do = Ask the operator to set the server’s clock and switch on time synchronisation (NTP). If the time is right, they confirm it with sanh clock confirm, or an administrator who is signed in does under Settings, The server’s clock.

# $title (String)
alarm-mail-began = Alarm: { $title }
# $title (String)
alarm-mail-lasts = The alarm lasts: { $title }
# $title (String)
alarm-mail-ended = Well again: { $title }
# $since (String)
# $at (String)
alarm-mail-ended-text = What began at { $since } was over at { $at }.
# $since (String)
alarm-mail-since = Since { $since }.
# $node (String) - the name of the server.
alarm-mail-node = Told by server { $node } on its own: it cannot ask the others.

audit-counters-repaired = Totals set right from the dossiers
audit-alarm-muted = Alarm muted, or heard again
audit-clock-confirmed = Server’s clock confirmed
