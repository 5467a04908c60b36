counter-agency-hint = The code and the due time follow from this agency. It cannot be changed once saved.
counter-agency-choose = Choose an agency
counter-agency-next = Continue
counter-agency-other = Choose another agency
counter-agency-missing = Choose the agency that receives the dossier.
counter-agency-strange = You do not receive dossiers for this agency. Choose another.
