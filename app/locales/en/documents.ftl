nav-documents = Documents

documents-title = Posted documents
documents-lead = Decisions, notices and forms that the centre has posted. Each is a PDF to be saved.
documents-none = Nothing is posted.
documents-back = Back to the documents
documents-save = Save
# $title (String)
# $file (String)
documents-save-of = Save ({ $file }): { $title }
# $size (String)
documents-file = PDF, { $size } kB
# $number (String)
# $date (String)
documents-cited = No. { $number } of { $date }
# $date (String)
documents-of = of { $date }
# $version (Number)
documents-version = Version { NUMBER($version) }
documents-before = Earlier versions
documents-versions = Versions
documents-name = Title
documents-number = Number
documents-number-hint = Such as 12/2026/QĐ-UBND. Leave it blank if there is none.
documents-date = Date of the document
documents-state = State
documents-posted = Posted
documents-down = Taken down
documents-public = What visitors read
documents-add = Post a document
documents-post = Post
documents-replace = Post another version
documents-replace-hint = Visitors read the new version; those before are kept. Without a file only title, number and date change. A document that was taken down is posted again.
documents-take-down = Take it down
documents-title-vi = Title in Vietnamese
documents-title-en = Title in English
documents-title-en-hint = Optional. Left blank, English pages show the Vietnamese title.
documents-pdf = PDF
documents-new-pdf = New PDF (optional)
# $size (Number)
documents-pdf-hint = At most { NUMBER($size) } MB.
# $max (Number)
documents-needs-title = Give a Vietnamese title (at most { NUMBER($max) } characters).
# $max (Number)
documents-bad-title = An English title has at most { NUMBER($max) } characters.
# $max (Number)
documents-bad-number = A number has at most { NUMBER($max) } characters.
documents-no-file = Choose a PDF.
# $size (Number)
documents-large-file = The file is too large: at most { NUMBER($size) } MB.
documents-no-pdf = This file is not a PDF.
documents-cut-pdf = This PDF is incomplete. Save it once more and choose it again.
documents-full = There is no room for more. Post a new version of another document instead.
documents-changed = Somebody else has just posted a version of this document. Look at what stands now, then fill in the form again.
