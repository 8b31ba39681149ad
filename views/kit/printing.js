(() => {
  if (window.rotamatchPrints) return;
  window.rotamatchPrints = true;
  const root = document.documentElement;
  const drawings = () => [...document.querySelectorAll("svg.main-svg")];
  addEventListener("beforeprint", () => {
    for (const svg of drawings()) {
      const width = svg.getAttribute("width"), height = svg.getAttribute("height");
      svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
      svg.style.setProperty("--drawn", `${width}px`);
    }
  });
  const widen = () => root.classList.remove("for-paper");
  addEventListener("pointerdown", widen);
  addEventListener("afterprint", () => {
    widen();
    for (const svg of drawings()) svg.removeAttribute("viewBox");
  });
  const fits = () => drawings().every(
    svg => svg.getAttribute("width") <= SHEET);
  addEventListener("keydown", async event => {
    const asked = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (!asked || event.key.toLowerCase() !== "p") return;
    event.preventDefault();
    root.classList.add("for-paper");
    for (let waited = 0; waited < 50 && !fits(); waited++)
      await new Promise(done => setTimeout(done, 100));
    await new Promise(done => setTimeout(done, 200));
    window.print();
  }, true);
})();
