attachment-list = Attached papers
attachment-add = Attach a scan or a form
attachment-title = What it is
attachment-title-hint = For example: birth certificate, page 1. Name and file are encrypted.
attachment-file = File
# $size (String)
attachment-file-hint = PDF, JPEG or PNG, { $size } at most.
attachment-button = Attach
attachment-remove = Remove this file
attachment-remove-hint = The file is removed for good and cannot be brought back. The audit tells of it.
# $title (String)
attachment-remove-button = Remove for good: { $title }
# $max (Number)
attachment-needs-title = Say what it is, in { NUMBER($max) } characters at most.
attachment-no-file = Choose a file.
# $size (String)
attachment-large = The file is too large: { $size } at most.
attachment-other-kind = This file is neither PDF nor JPEG nor PNG.
attachment-cut = This file breaks off. Scan or save it again and try once more.
# $max (Number)
attachment-many = This dossier has { NUMBER($max) } files already.
attachment-not-yours = Only whoever attached this file, or a manager, may remove it.
