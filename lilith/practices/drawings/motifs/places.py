"""Where people live, go and pass."""

from __future__ import annotations

from lilith.practices.drawings.motifs.shape import Motif, box, disc


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


def tent() -> Motif:
    return Motif(92, body=((0, 0, "l46 -62l46 62z"),), line=((46, -62, "v-12"),), light=((46, -40, "l-14 40h28z"),))


def open_door() -> Motif:
    return Motif(56, body=((0, 0, "v-74h44V128z"),), line=((-8, 0, "h64"),), light=((0, -74, "l26 11v58l-26 8z"),))


def night_window() -> Motif:
    return Motif(
        66,
        body=(box(0, -84, 66, 66),),
        line=((33, -84, "v66"), (0, -51, "h66"), (-6, -18, "h78")),
        light=((50, -80, "a12 12 0 1 0 10 20a16 16 0 0 1 -10 -20z"),),
    )


def school() -> Motif:
    return Motif(
        118,
        body=((0, 0, "v-46h118V128"), (40, -46, "l19 -24l19 24")),
        line=(box(10, -34, 15, 15), box(93, -34, 15, 15), (51, 0, "v-24h16v24"), (59, -70, "v-18h16v10h-16")),
        light=(disc(59, -54, 6),),
    )


def bench() -> Motif:
    return Motif(48, line=((0, -14, "h48"), (7, -14, "v14"), (41, -14, "v14"), (0, -27, "h48")))


def lamp() -> Motif:
    return Motif(36, body=((14, -86, "h16l5 10h-26z"),), line=((0, 0, "v-74q0 -12 12 -12h6"),), light=())


def path_ahead() -> Motif:
    return Motif(
        96,
        line=((0, 0, "c30 -6 50 -16 26 -28s10 -20 44 -20"), (30, 0, "c26 -6 46 -14 26 -26s6 -14 30 -16")),
        body=(),
        light=(disc(82, -68, 11),),
    )


def stairs() -> Motif:
    return Motif(
        96, body=((0, 0, "v-14h24v-14h24v-14h24v-14h24V128z"),), line=((84, -56, "v-30"),), light=((84, -86, "l20 8l-20 8z"),)
    )
