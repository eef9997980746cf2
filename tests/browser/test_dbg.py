import sys
sys.path.insert(0,"/work/wt/l04/tests/browser")
from test_browser_research import *
def test_dbg(talk):
    page=talk.page
    msgs=[]
    page.on("console", lambda m: msgs.append(m.text))
    found = widget(talk, "Interview a customer")
    found.get_by_role("button", name="The reports save you a lot of time, don't they?").click()
    found.locator(".pml-worth[data-worth=opinion]").wait_for()
    found.get_by_role("button", name="Tell me about the last time you showed").press("Enter")
    page.wait_for_timeout(1500)
    print("A", found.locator(".pml-log").inner_text())
    own = found.get_by_role("textbox", name="A question in your own words")
    own.fill("And what happened then?")
    print("V", own.input_value())
    own.press("Enter")
    page.wait_for_timeout(1500)
    print("B", found.locator(".pml-log").inner_text(), own.input_value())
    print("K", kept(talk,"interview"))
    print(talk.errors, [m for m in msgs if "rror" in m or "lock" in m][:5])
    talk.keep(found,"dbg")
    found.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_timeout(1500)
    print("C", found.locator(".pml-log").inner_text())
