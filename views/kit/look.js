(() => {
  if (window.rotamatchHelps) return;
  window.rotamatchHelps = true;
  const TEXT = "[data-testid=stMarkdown], [data-testid=stHeading]";
  const MENU = "[data-testid=stExpandSidebarButton]";
  const name = () => {
    document.querySelector(MENU)?.setAttribute("aria-label", "Menu");
    for (const help of document.querySelectorAll("button[aria-label=Help]")) {
      const about = help.closest(TEXT)?.cloneNode(true);
      about?.querySelectorAll("button, [role=img]").forEach(part => part.remove());
      const words = about?.textContent.trim().split(/\s+/).slice(0, 8).join(" ");
      if (words) help.setAttribute("aria-label", `Help for ${words}`);
    }
  };
  // Streamlit closes its menu on a phone; in a narrow window it leaves it over the page.
  const CLOSE = "[data-testid=stSidebarCollapseButton] button";
  document.addEventListener("click", event => {
    if (event.target.closest("[data-testid=stSidebarNavLink]"))
      setTimeout(() => document.querySelector(CLOSE)?.click());
  });
  new MutationObserver(name).observe(document.body, {childList: true, subtree: true});
  name();
})();
