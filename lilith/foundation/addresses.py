"""Addresses of pages without looking up sites and caches: there is one site, and its home is the one page below the root."""


def path_of(url_path: str) -> str:
    """The public path of a page from its place in the tree: « /accueil/aide/ » is at « /aide/ »."""
    below_home = url_path.strip("/").split("/")[1:]
    return "/" + "".join(f"{part}/" for part in below_home)
