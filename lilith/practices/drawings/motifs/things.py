"""What people hold, use and do together."""

from __future__ import annotations

from lilith.practices.drawings.motifs.shape import Motif, box, disc


def key() -> Motif:
    return Motif(46, body=(disc(13, -52, 11),), line=((24, -52, "h22v9"), (38, -52, "v7"), disc(11, -52, 2.5)))


def backpack() -> Motif:
    return Motif(
        40,
        body=((0, 0, "v-34q0 -16 16 -16h8q16 0 16 16V128z"),),
        line=((13, -50, "v-6q7 -7 14 0v6"), (9, -34, "h22"), (8, 0, "v-18h24v18")),
    )


def desk() -> Motif:
    return Motif(
        92,
        body=(box(34, -66, 40, 27),),
        line=((0, -32, "h92"), (8, -32, "v32"), (84, -32, "v32"), (54, -39, "v7"), (46, -32, "h16"), (12, -32, "v-12h10v12")),
        light=((8, -62, "l10 -12l10 12z"),),
    )


def workshop() -> Motif:
    return Motif(
        112,
        body=((0, 0, "v-46l28 -20v20l28 -20v20l28 -20v20h28V128"),),
        line=((94, -46, "v-34h10v34"), (12, 0, "v-24h20v24"), box(48, -30, 16, 12), box(92, -30, 12, 12)),
        light=(box(70, -30, 14, 12),),
    )


def briefcase() -> Motif:
    return Motif(
        52, body=(box(0, -36, 52, 36),), line=((17, -36, "v-9h18v9"), (0, -19, "h22"), (30, -19, "h22"), box(22, -23, 8, 8))
    )


def ladder() -> Motif:
    rungs = tuple((6 + index * 3.4, -14 - index * 15.5, "h20") for index in range(5))
    return Motif(40, line=((0, 0, "l20 -90"), (22, 0, "l20 -90"), *rungs))


def scales() -> Motif:
    return Motif(
        96,
        body=((4, -48, "h32q-3 14 -16 14t-16 -14z"), (60, -56, "h32q-3 14 -16 14t-16 -14z")),
        line=(
            (48, 0, "v-84"),
            (34, 0, "h28"),
            (16, -72, "l64 -8"),
            (20, -72, "l-14 24"),
            (20, -72, "l14 24"),
            (76, -80, "l-14 24"),
            (76, -80, "l14 24"),
        ),
        light=(disc(48, -84, 5),),
    )


def document() -> Motif:
    return Motif(
        50,
        body=((0, 0, "v-68h36l14 14V128z"),),
        line=((36, -68, "v14h14"), (10, -44, "h28"), (10, -33, "h28"), (10, -22, "h16")),
        light=(disc(37, -13, 6),),
    )


def heart(size: float = 46) -> Motif:
    k = size / 46
    return Motif(
        size,
        body=(
            (
                23 * k,
                -24 * k,
                f"c{-22 * k:g} {-16 * k:g} {-20 * k:g} {-38 * k:g} {-6 * k:g} {-38 * k:g}q{5 * k:g} 0 {6 * k:g} {7 * k:g}q{1 * k:g} {-7 * k:g} {6 * k:g} {-7 * k:g}c{14 * k:g} 0 {16 * k:g} {22 * k:g} {-6 * k:g} {38 * k:g}z",
            ),
        ),
        line=((23 * k, 0, f"v{-24 * k:g}"),),
    )


def two_cups() -> Motif:
    cup = "v-18h20v12q0 6 -6 6h-8q-6 0 -6 -6z"
    return Motif(
        88,
        body=((14, -36, cup.replace("v-18", "v-12", 1)), (52, -36, cup.replace("v-18", "v-12", 1))),
        line=(
            (0, -30, "h88"),
            (10, -30, "v30"),
            (78, -30, "v30"),
            (34, -45, "q8 0 8 5t-8 5"),
            (72, -45, "q8 0 8 5t-8 5"),
            (22, -56, "q-4 -6 0 -12"),
            (62, -56, "q-4 -6 0 -12"),
        ),
    )


def two_people() -> Motif:
    return Motif(
        72,
        body=(
            disc(20, -66, 10),
            disc(52, -62, 10),
            (4, 0, "v-30q0 -20 16 -20t16 20V128z"),
            (38, 0, "v-28q0 -18 14 -18t14 18V128z"),
        ),
        line=(),
    )


def easel() -> Motif:
    return Motif(
        62,
        body=(box(4, -76, 54, 42),),
        line=((16, -34, "l-10 34"), (46, -34, "l10 34"), (31, -34, "v34"), (8, -40, "l14 -18l12 12l10 -8l10 14")),
        light=(disc(46, -65, 5),),
    )


def megaphone() -> Motif:
    return Motif(
        70,
        body=((8, -62, "v22l14 2l34 18v-62l-34 18z"),),
        line=((22, -60, "v22"), (20, -38, "l6 24h10l-5 -20"), (64, -62, "l10 -6"), (65, -50, "h11"), (64, -38, "l10 6")),
    )


def ballot() -> Motif:
    return Motif(66, body=(box(0, -42, 66, 42),), line=((20, -42, "h26"), (10, -20, "h46")), light=((22, -42, "v-28h22v28z"),))


def round_table() -> Motif:
    return Motif(
        104,
        body=(
            disc(14, -52, 8),
            disc(52, -60, 8),
            disc(90, -52, 8),
            (0, -24, "q0 -16 14 -16t14 16"),
            (38, -24, "q0 -22 14 -22t14 22"),
            (76, -24, "q0 -16 14 -16t14 16"),
        ),
        line=((-4, -24, "h112"), (20, -24, "v24"), (84, -24, "v24")),
    )


def chain() -> Motif:
    return Motif(
        104,
        line=(
            (2, -30, "a14 14 0 0 1 14 -14h12"),
            (2, -30, "a14 14 0 0 0 14 14h12"),
            (26, -30, "h14"),
            (102, -30, "a14 14 0 0 0 -14 -14h-12"),
            (102, -30, "a14 14 0 0 1 -14 14h-12"),
            (64, -30, "h14"),
            (48, -50, "l-4 -10"),
            (56, -50, "l6 -10"),
            (46, -12, "l-5 8"),
            (58, -12, "l5 8"),
        ),
    )


def telephone() -> Motif:
    return Motif(
        34,
        body=((0, -6, "v-60q0 -6 6 -6h22q6 0 6 6v60q0 6 -6 6h-22q-6 0 -6 -6z"),),
        line=((13, -7, "h8"), (0, -16, "h34"), (0, -60, "h34")),
        light=((8, -48, "h18v16h-10l-5 6v-6h-3z"),),
    )
