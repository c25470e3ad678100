"""Draw the site's fixed pictures from its mark: `python lilith/foundation/design/draw_images.py`, once, when the mark changes.

Needs playwright and Debian's chromium (development only). Writes `social.png` (1200 × 630), `icon-180.png` and `icon-32.png`
into `static/foundation/`.
"""

from __future__ import annotations

import base64
from pathlib import Path

from playwright.sync_api import sync_playwright

STATIC = Path(__file__).resolve().parents[1] / "static" / "foundation"
FONT = base64.b64encode((STATIC / "fonts" / "atkinson-hyperlegible-next-latin-wght-normal.woff2").read_bytes()).decode()
LINES = '<path stroke="#8A3318" d="M2 4.5C10 4.5 8.5 14.4 15 14.4H{end}"/><path stroke="#0A575D" d="M2 19.5C10 19.5 8.5 9.6 15 9.6H{end}"/>'
SOCIAL = f"""<style>
@font-face {{ font-family: A; src: url(data:font/woff2;base64,{FONT}); font-weight: 200 800 }}
body {{ margin: 0; width: 1200px; height: 630px; background: #FFFDF8; color: #1B2130; font-family: A; position: relative; overflow: hidden }}
b {{ position: absolute; left: 96px; top: 84px; font-size: 148px; letter-spacing: -.03em; line-height: 1 }}
p {{ position: absolute; left: 100px; top: 262px; margin: 0; font-size: 50px; line-height: 1.25 }}
svg {{ position: absolute; left: 0; bottom: 56px }}
</style><b>lilith</b><p>Bonnes pratiques et rétablissement<br>en santé mentale</p>
<svg width="1200" height="160" viewBox="0 0 1200 160" fill="none" stroke-width="15">
<path stroke="#8A3318" d="M0 20H260C460 20 420 98 620 98H1200"/><path stroke="#0A575D" d="M0 136H260C460 136 420 62 620 62H1200"/></svg>"""


def icon(size: int) -> str:
    return (
        f"<style>body{{margin:0;background:#FFFDF8}}svg{{display:block}}</style><svg width='{size}' height='{size}' viewBox='-2 -2 28 28' "
        f"fill='none' stroke-width='3' stroke-linecap='round'>{LINES.format(end=22)}</svg>"
    )


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        for name, html, width, height in (
            ("social.png", SOCIAL, 1200, 630),
            ("icon-180.png", icon(180), 180, 180),
            ("icon-32.png", icon(32), 32, 32),
        ):
            page = browser.new_page(viewport={"width": width, "height": height})
            page.set_content(html)
            page.evaluate("document.fonts.ready")
            page.screenshot(path=str(STATIC / name))
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
