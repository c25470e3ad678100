"""References in the formats of other programs: RIS, BibTeX, CSL-JSON, PubMed (nbib). Knows texts and records, no table.

`read_file` reads, `write` writes. A `Reference` stands between: what every format can say of a publication.
"""
