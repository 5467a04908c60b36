receiving-agency-hint = The code and the due time follow from this agency. It cannot be changed once saved.
receiving-agency-choose = Choose an agency
receiving-agency-next = Continue
receiving-agency-other = Choose another agency
receiving-agency-missing = Choose the agency that receives the dossier.
receiving-agency-strange = You do not receive dossiers for this agency. Choose another.
