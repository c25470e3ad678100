"""Trees, weather, water, what flies and what floats."""

from __future__ import annotations

from lilith.practices.drawings.motifs.shape import Line, Motif, disc


def tree(r: float = 18, tall: float = 68) -> Motif:
    crown = tall - r * 1.35
    return Motif(
        r * 2,
        body=(
            (
                r,
                -tall,
                f"c{r * 1.25:g} 0 {r * 1.25:g} {crown * 0.98:g} 0 {crown * 0.98:g}c{-r * 1.25:g} 0 {-r * 1.25:g} {-crown * 0.98:g} 0 {-crown * 0.98:g}z",
            ),
        ),
        line=((r, 0, f"v{-(tall - crown * 0.62):g}"),),
    )


def poplar() -> Motif:
    return Motif(22, body=((11, -92, "c14 10 14 62 0 74c-14 -12 -14 -64 0 -74z"),), line=((11, 0, "v-46"),))


def sprout(tall: float = 44) -> Motif:
    return Motif(
        40,
        body=(
            (20, -tall * 0.55, f"q-20 2 -20 {-tall * 0.32:g}q20 -2 20 {tall * 0.32:g}z"),
            (20, -tall * 0.72, f"q0 {-tall * 0.36:g} 20 {-tall * 0.34:g}q0 {tall * 0.34:g} -20 {tall * 0.34:g}z"),
        ),
        line=((20, 0, f"v{-tall * 0.72:g}"),),
    )


def seedlings() -> Motif:
    lines: list[Line] = []
    body: list[Line] = []
    for index, tall in enumerate((16, 28, 42)):
        x = 10 + index * 32
        lines.append((x, 0, f"v{-tall}"))
        body += [
            (x, -tall, f"q-12 0 -12 {-tall * 0.3 - 5:g}q12 0 12 {tall * 0.3 + 5:g}z"),
            (x, -tall, f"q12 0 12 {-tall * 0.3 - 5:g}q-12 0 -12 {tall * 0.3 + 5:g}z"),
        ]
    return Motif(88, body=tuple(body), line=tuple(lines))


def pot() -> Motif:
    plant = sprout(46)
    return Motif(
        44,
        body=((4, -24, "h36l-6 24h-24z"), *((x + 2, y - 24, path) for x, y, path in plant.body)),
        line=tuple((x + 2, y - 24, path) for x, y, path in plant.line),
    )


def sunrise() -> Motif:
    return Motif(
        96,
        line=((48, -62, "v-14"), (18, -50, "l-9 -10"), (78, -50, "l9 -10"), (4, -22, "h-12"), (92, -22, "h12")),
        light=((16, 0, "a32 32 0 0 1 64 0z"),),
    )


def hills() -> Motif:
    return Motif(136, body=((0, 0, "q40 -70 76 -22q30 -40 60 22z"), (52, 0, "q30 -34 62 0z")))


def bird() -> Motif:
    return Motif(64, line=((4, -62, "q12 -14 22 0q10 -14 22 0"), (34, -84, "q8 -9 15 0q7 -9 15 0")))


def waves() -> Motif:
    wave = "q9 -9 18 0t18 0t18 0t18 0t18 0"
    return Motif(108, line=((0, -8, wave), (9, -22, wave.rsplit("t", 1)[0]), (18, -36, "q9 -9 18 0t18 0t18 0")))


def kite() -> Motif:
    return Motif(
        64,
        line=((6, 0, "c24 -8 10 -30 34 -44"), (40, -80, "v36"), (24, -62, "h32")),
        light=((40, -80, "l16 18l-16 18l-16 -18z"),),
    )


def ball() -> Motif:
    return Motif(
        36, body=(disc(18, -18, 18),), line=((18, -36, "c-14 10 -14 26 0 36"), (18, -36, "c14 10 14 26 0 36"), (0, -18, "h36"))
    )


def boat() -> Motif:
    return Motif(
        84,
        body=((6, -14, "h72l-14 14h-44z"), (40, -20, "v-58l32 52z")),
        line=((40, -14, "v-66"),),
        light=((36, -22, "v-40l-24 40z"),),
    )


def buoy() -> Motif:
    return Motif(
        60,
        body=(disc(30, -30, 30), disc(30, -30, 13)),
        line=((9, -51, "l12 12"), (39, -21, "l12 12"), (51, -51, "l-12 12"), (21, -21, "l-12 12")),
    )
