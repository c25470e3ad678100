"""The drawings of the vignettes: small line motifs, and those of each theme."""

from __future__ import annotations

from lilith.practices.drawings.motifs.nature import (
    ball,
    bird,
    boat,
    buoy,
    hills,
    kite,
    poplar,
    pot,
    seedlings,
    sprout,
    sunrise,
    tree,
    waves,
)
from lilith.practices.drawings.motifs.places import (
    bench,
    block,
    clinic,
    house,
    lamp,
    night_window,
    open_door,
    path_ahead,
    school,
    stairs,
    tent,
    town_hall,
)
from lilith.practices.drawings.motifs.shape import Line, Motif
from lilith.practices.drawings.motifs.things import (
    backpack,
    ballot,
    briefcase,
    chain,
    desk,
    document,
    easel,
    heart,
    key,
    ladder,
    megaphone,
    round_table,
    scales,
    telephone,
    two_cups,
    two_people,
    workshop,
)

__all__ = ["EVERYWHERE", "THEMES", "Line", "Motif"]

THEMES: dict[str, tuple[Motif, ...]] = {
    "logement": (house(), block(), tree(), bench(), house(94, 84), key(), block(4, 3, 112), lamp(), backpack(), poplar()),
    "travail": (desk(), workshop(), briefcase(), block(3, 3), lamp(), ladder(), tree(16, 60), open_door()),
    "droits": (scales(), document(), open_door(), town_hall(), bench(), lamp(), tree(16, 60), two_people()),
    "vie-affective-et-sexuelle": (two_people(), heart(), two_cups(), bench(), tree(20, 76), house(), heart(36), lamp()),
    "loisirs": (kite(), ball(), tent(), boat(), easel(), tree(), poplar(), bench()),
    "citoyennete": (megaphone(), ballot(), round_table(), town_hall(), two_people(), tree(16, 62), lamp()),
    "retablissement": (sunrise(), hills(), stairs(), bird(), tree(), bench(), house(70, 60), two_people(), sprout(52)),
    "crise": (buoy(), waves(), night_window(), telephone(), clinic(), lamp(), boat(), house()),
    "interventions-precoces": (seedlings(), pot(), school(), sprout(56), backpack(), two_people(), tree(15, 56), telephone()),
    "conduites-addictives": (
        chain(),
        path_ahead(),
        tree(),
        bench(),
        two_cups(),
        house(70, 60),
        stairs(),
        sprout(50),
        sunrise(),
    ),
}
EVERYWHERE = (tree(), bench(), house(), lamp(), poplar())
