"""`./script/bench`: what the site costs, as ratios and figures of one run, in one table."""
