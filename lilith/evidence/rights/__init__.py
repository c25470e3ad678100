"""Pages on which the committee and the lived-experience panel sign the rights profile of a dossier."""
