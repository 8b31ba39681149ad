(() => {
  if (window.rotamatchHelps) return;
  window.rotamatchHelps = true;
  const TEXT = "[data-testid=stMarkdown], [data-testid=stHeading]";
  const name = () => {
    for (const help of document.querySelectorAll("button[aria-label=Help]")) {
      const about = help.closest(TEXT)?.cloneNode(true);
      about?.querySelectorAll("button, [role=img]").forEach(part => part.remove());
      const words = about?.textContent.trim().split(/\s+/).slice(0, 8).join(" ");
      if (words) help.setAttribute("aria-label", `Help for ${words}`);
    }
  };
  new MutationObserver(name).observe(document.body, {childList: true, subtree: true});
  name();
})();
