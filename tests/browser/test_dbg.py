import sys
import traceback
from test_browser_research import *


def test_dbg(talk):
    page = talk.page
    msgs = []
    page.on("console", lambda m: msgs.append(m.text))

    def step(f):
        try:
            f()
        except Exception:
            print("FAILED", f.__name__, traceback.format_exc()[-900:])

    page.set_default_timeout(4000)
    found = widget(talk, "Interview a customer")
    own = found.get_by_role("textbox", name="A question in your own words")

    def one():
        found.get_by_role("button", name="The reports save you a lot of time, don't they?").click()
        found.locator(".pml-worth[data-worth=opinion]").wait_for()
        found.get_by_role("button", name="Tell me about the last time you showed").press("Enter")
        page.wait_for_timeout(1500)
        print("A", found.locator(".pml-log").inner_text())
        own.fill("And what happened then?")
        print("V", own.input_value())
        own.press("Enter")
        page.wait_for_timeout(1500)
        print("B", found.locator(".pml-log").inner_text(), "|", own.input_value())
        print("K", kept(talk, "interview"))
        print("ERR", talk.errors, [m for m in msgs][-8:])
        found.get_by_role("button", name="Ask", exact=True).click()
        page.wait_for_timeout(1500)
        print(
            "C", found.locator(".pml-log").inner_text(), found.locator(".pml-status").inner_text()
        )

    step(one)

    def shots():
        themed(talk, found, "interview")

    step(shots)

    def end():
        found.get_by_role("button", name="End the interview").click()
        page.wait_for_timeout(1200)
        themed(talk, found, "truth")
        print(found.inner_text()[-900:])

    step(end)
    f2 = widget(talk, "The journey, pinned to evidence")

    def jour():
        point = f2.get_by_role("slider", name="Signs up")
        point.focus()
        page.keyboard.press("ArrowDown")
        for name in ("quote 1", "ticket 2"):
            card = f2.locator(f"[data-key='{name}']").first
            card.focus()
            for key in ("Space", "ArrowRight", "ArrowRight", "Space"):
                page.keyboard.press(key)
                page.wait_for_timeout(80)
            page.wait_for_timeout(300)
        print(kept(talk, "journey"))
        f2.locator("[data-shaft=renews]").click(position={"x": 20, "y": 20})
        page.wait_for_timeout(300)
        f2.get_by_role("button", name="Let go of the points").click()
        page.wait_for_timeout(900)
        print(f2.inner_text())
        print(kept(talk, "journey"))

    step(jour)

    def jshots():
        themed(talk, f2, "journey")

    step(jshots)

    def jdrag():
        card = f2.locator(".pml-evidence .pml-card").first
        box, to = card.bounding_box(), f2.locator("[data-step=renews]").bounding_box()
        page.mouse.move(box["x"] + 20, box["y"] + 15)
        page.mouse.down()
        page.mouse.move(to["x"] + 30, to["y"] + 90, steps=6)
        page.mouse.up()
        page.wait_for_timeout(400)
        print("DRAG", kept(talk, "journey"))

    step(jdrag)
    f3 = widget(talk, "Code the quotes; another coder has done so already")

    def cod():
        quotes = f3.locator(".pml-quotes > li")
        for place, code in enumerate(("visibility", "visibility", "price")):
            quotes.nth(place).get_by_role("radio", name=code).click()
        quotes.nth(2).get_by_role("radio", name="price").focus()
        for key in ("ArrowDown", "ArrowLeft", "Space"):
            page.keyboard.press(key)
            page.wait_for_timeout(80)
        page.wait_for_timeout(600)
        print(f3.inner_text()[-700:])
        print(kept(talk, "coding"))

    step(cod)

    def cshots():
        themed(talk, f3, "coding")

    step(cshots)
    print("ERR", talk.errors, msgs[-5:])
