assign-title = Assigned to
assign-free = Not assigned yet
assign-mine = This dossier is assigned to you
# $who (String)
assign-held = Assigned to { $who }
assign-take = Assign to me
assign-give = Assign to a colleague
assign-to = Assign to
assign-choose = Choose a colleague
assign-nobody = Nobody
assign-button = Assign
# $who (String)
assign-given = Assigned to { $who }
assign-missing = Choose who to assign it to.
assign-cannot = This person does not work on dossiers of this agency.
desk-mine = Mine

note-title = Internal notes
note-label = A new note
note-hint = Only those who work on the dossier read it. Notes are encrypted and cannot be changed.
note-button = Save the note
note-blank = Write what there is to note.
# $max (Number)
note-long = The note is longer than { NUMBER($max) } characters.
# $max (Number)
note-many = This dossier has { NUMBER($max) } notes already.
