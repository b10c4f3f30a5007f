from playwright.sync_api import expect
def test_x(sign_in):
    page = sign_in("rosa")
    expect(page.get_by_role("heading", name="Hello, Rosa.")).to_be_visible()
    page.evaluate("() => { window.onwardMark = 7 }")
    assert page.evaluate("() => window.onwardMark") == 7
    from pathlib import Path
    from tests.shared import ROOT
    try:
        page.evaluate((ROOT/"frontend/node_modules/axe-core/axe.min.js").read_text())
    except Exception as e: print(str(e)[:300])
    print(page.evaluate("() => typeof window.axe"))
    cdp = page.context.new_cdp_session(page)
    print(page.evaluate("() => axe.run().then(r => r.violations.map(v => v.id))"))
    page.screenshot(path="/tmp/onward/e2e-shots/smoke.png")
