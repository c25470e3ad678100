"""The kit of shapes that vignettes are built from.

A motif stands on the ground at (0, 0), grows to the right and upwards (negative y), and knows its width. Its lines are
(x, y, relative path); `body` is filled with paper, `line` is not filled, `light` is what may be lit: one a scene.
"""

from __future__ import annotations

from dataclasses import dataclass

Line = tuple[float, float, str]


@dataclass(frozen=True)
class Motif:
    width: float
    body: tuple[Line, ...] = ()
    line: tuple[Line, ...] = ()
    light: tuple[Line, ...] = ()


def box(x: float, y: float, width: float, height: float) -> Line:
    return (x, y, f"h{width:g}v{height:g}h{-width:g}z")


def disc(cx: float, cy: float, r: float) -> Line:
    return (cx - r, cy, f"a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0z")


def house(width: float = 78, height: float = 68) -> Motif:
    wall = height * 0.64
    roof = height - wall
    return Motif(
        width,
        body=((0, 0, f"v{-wall:g}l{width / 2:g} {-roof:g}l{width / 2:g} {roof:g}V128"),),
        line=((width * 0.18, 0, f"v-27h{width * 0.24:g}v27"),),
        light=(box(width * 0.6, -wall * 0.8, width * 0.24, 14),),
    )


def block(columns: int = 3, rows: int = 4, width: float = 82) -> Motif:
    height = rows * 19 + 28
    step = width / columns
    windows = [
        box(step * (column + 0.5) - 7, -height + 12 + row * 19, 14, 10) for row in range(rows) for column in range(columns)
    ]
    lit = (rows // 2) * columns + columns - 1
    return Motif(
        width,
        body=((0, 0, f"v{-height:g}h{width:g}V128"),),
        line=(*windows[:lit], *windows[lit + 1 :], (width / 2 - 8, 0, "v-19h16v19")),
        light=(windows[lit],),
    )


def town_hall() -> Motif:
    return Motif(
        104,
        body=((0, 0, "v-50l52 -30l52 30V128"), (46, -80, "v-22h20l-4 6l4 6h-20")),
        line=((0, -50, "h104"), (16, 0, "v-50"), (36, 0, "v-50"), (68, 0, "v-50"), (88, 0, "v-50"), (-6, -7, "h116")),
        light=((44, 0, "v-34q8 -10 16 0v34z"),),
    )


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


def bench() -> Motif:
    return Motif(48, line=((0, -14, "h48"), (7, -14, "v14"), (41, -14, "v14"), (0, -27, "h48")))


def lamp() -> Motif:
    return Motif(36, body=((14, -86, "h16l5 10h-26z"),), line=((0, 0, "v-74q0 -12 12 -12h6"),), light=())


def bridge() -> Motif:
    return Motif(
        132,
        line=(
            (0, 0, "c28 -58 104 -58 132 0"),
            (28, -28, "v-24"),
            (66, -43, "v-23"),
            (104, -28, "v-24"),
            (8, -38, "c30 -38 86 -38 116 0"),
        ),
    )


def clinic() -> Motif:
    windows = [box(11 + column * 22, -64 + row * 24, 13, 14) for row in range(2) for column in range(4)]
    return Motif(
        98,
        body=((0, 0, "v-76h98V128"),),
        line=(*windows[:6], windows[7], (41, 0, "v-20h16v20"), (49, -100, "v16"), (41, -92, "h16")),
        light=(windows[6],),
    )


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


def open_door() -> Motif:
    return Motif(56, body=((0, 0, "v-74h44V128z"),), line=((-8, 0, "h64"),), light=((0, -74, "l26 11v58l-26 8z"),))


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


def tent() -> Motif:
    return Motif(92, body=((0, 0, "l46 -62l46 62z"),), line=((46, -62, "v-12"),), light=((46, -40, "l-14 40h28z"),))


def boat() -> Motif:
    return Motif(
        84,
        body=((6, -14, "h72l-14 14h-44z"), (40, -20, "v-58l32 52z")),
        line=((40, -14, "v-66"),),
        light=((36, -22, "v-40l-24 40z"),),
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


def path_ahead() -> Motif:
    return Motif(
        96,
        line=((0, 0, "c30 -6 50 -16 26 -28s10 -20 44 -20"), (30, 0, "c26 -6 46 -14 26 -26s6 -14 30 -16")),
        body=(),
        light=(disc(82, -68, 11),),
    )


def buoy() -> Motif:
    return Motif(
        60,
        body=(disc(30, -30, 30), disc(30, -30, 13)),
        line=((9, -51, "l12 12"), (39, -21, "l12 12"), (51, -51, "l-12 12"), (21, -21, "l-12 12")),
    )


def waves() -> Motif:
    wave = "q9 -9 18 0t18 0t18 0t18 0t18 0"
    return Motif(108, line=((0, -8, wave), (9, -22, wave.rsplit("t", 1)[0]), (18, -36, "q9 -9 18 0t18 0t18 0")))


def night_window() -> Motif:
    return Motif(
        66,
        body=(box(0, -84, 66, 66),),
        line=((33, -84, "v66"), (0, -51, "h66"), (-6, -18, "h78")),
        light=((50, -80, "a12 12 0 1 0 10 20a16 16 0 0 1 -10 -20z"),),
    )


def telephone() -> Motif:
    return Motif(
        34,
        body=((0, -6, "v-60q0 -6 6 -6h22q6 0 6 6v60q0 6 -6 6h-22q-6 0 -6 -6z"),),
        line=((13, -7, "h8"), (0, -16, "h34"), (0, -60, "h34")),
        light=((8, -48, "h18v16h-10l-5 6v-6h-3z"),),
    )


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


def school() -> Motif:
    return Motif(
        118,
        body=((0, 0, "v-46h118V128"), (40, -46, "l19 -24l19 24")),
        line=(box(10, -34, 15, 15), box(93, -34, 15, 15), (51, 0, "v-24h16v24"), (59, -70, "v-18h16v10h-16")),
        light=(disc(59, -54, 6),),
    )


def sunrise() -> Motif:
    return Motif(
        96,
        line=((48, -62, "v-14"), (18, -50, "l-9 -10"), (78, -50, "l9 -10"), (4, -22, "h-12"), (92, -22, "h12")),
        light=((16, 0, "a32 32 0 0 1 64 0z"),),
    )


def hills() -> Motif:
    return Motif(136, body=((0, 0, "q40 -70 76 -22q30 -40 60 22z"), (52, 0, "q30 -34 62 0z")))


def stairs() -> Motif:
    return Motif(
        96, body=((0, 0, "v-14h24v-14h24v-14h24v-14h24V128z"),), line=((84, -56, "v-30"),), light=((84, -86, "l20 8l-20 8z"),)
    )


def bird() -> Motif:
    return Motif(64, line=((4, -62, "q12 -14 22 0q10 -14 22 0"), (34, -84, "q8 -9 15 0q7 -9 15 0")))


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
