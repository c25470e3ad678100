"""What other programs follow: feeds, calendars, the sitemap, and the two text files of every site."""
