# $what (String)
message-subject = Your dossier: { $what }
# $name (String)
message-dear = Dear { $name },
# $procedure (String)
# $code (String)
message-about = Procedure: { $procedure }. Dossier code: { $code }.
# $time (String)
message-received = Your dossier was received at { $time }.
# $time (String)
message-due = The result is due at { $time }.
# $reason (String)
message-refused = Your dossier was not accepted. Reason: { $reason }
# $reason (String)
message-papers = Please bring more papers: { $reason } The time until then does not count towards the time limit.
# $reason (String)
message-reminded = The centre is still waiting for more papers: { $reason } This is a reminder, not a new request. The time until then does not count towards the time limit.
# $reason (String)
message-payment = Please make this payment: { $reason }
message-withdrawn = Your dossier was withdrawn as you asked.
message-goes-on = Your dossier is not withdrawn; work on it goes on.
# $reason (String)
message-stopped = Work on your dossier has stopped. Reason: { $reason }
message-resolved = Your dossier is resolved. Please collect the result at the centre, with your slip.
# $reason (String)
message-extended = We apologise: the result cannot be ready as promised. Reason: { $reason }
# $reason (String)
message-recounted = The office's working days have changed, and with them the day of the result. { $reason }
message-amended = What was written down when your dossier was received has been corrected. A new receipt replaces the one you hold.
# $reason (String)
message-annulled = The reception of this dossier was annulled. Reason: { $reason }
# $status (String)
message-corrected = What we told you before was corrected. The status now: { $status }.
# $centre (String)
message-from = Yours faithfully, { $centre }
message-no-reply = This message is automatic. Please send nothing personal in reply.
# $what (String)
# $status (String)
message-status = { $what }. The dossier’s status is now: { $status }.
