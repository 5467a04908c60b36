assign-title = In whose hands
assign-free = Nobody has taken it yet
assign-mine = You have this dossier in hand
# $who (String)
assign-held = In the hands of { $who }
assign-take = Take it
assign-give = Give it to a colleague
assign-to = Give to
assign-choose = Choose a colleague
assign-nobody = Nobody
assign-button = Give
# $who (String)
assign-given = Given to { $who }
assign-missing = Choose who is to have it.
assign-cannot = This person does not work on dossiers of this agency.
desk-mine = Mine

note-title = Notes among colleagues
note-label = A new note
note-hint = Only those who work on the dossier read it. Notes are encrypted and cannot be changed.
note-button = Save the note
note-blank = Write what there is to note.
# $max (Number)
note-long = The note is longer than { NUMBER($max) } characters.
# $max (Number)
note-many = This dossier has { NUMBER($max) } notes already.
