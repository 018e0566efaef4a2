// What the pages do beyond links, forms and tables: keys, copying, charts, and telling when they are no longer fed.
(() => {
  "use strict";

  const main = document.getElementById("main");
  const link = document.getElementById("link");
  const keys = document.getElementById("keys");
  const charts = new WeakMap();

  const tell = (text) => {
    if (!link) return;
    link.textContent = text ?? "";
    link.hidden = !text;
    main.classList.toggle("stale", Boolean(text));
  };
  const clock = (ms) => new Date(ms).toLocaleTimeString();

  // The stream of changes.
  let lostAt = 0;
  document.addEventListener("htmx:sse:error", () => {
    lostAt ||= Date.now();
    tell(`No connection since ${clock(lostAt)}; this is how it was then. Trying again…`);
  });
  document.addEventListener("htmx:sse:after:connection", () => {
    lostAt = 0;
    tell(null);
  });
  main.addEventListener("stale", (event) => tell(`The stores have not answered since ${clock(Number(event.detail.data))}; this is how it was then.`));
  main.addEventListener("fresh", () => tell(null));
  main.addEventListener("gone", () => tell("This is no more."));

  // A form of a button that was refused says why.
  document.addEventListener("htmx:response:error", async (event) => {
    const response = event.detail?.ctx?.response;
    const problem = await response?.raw?.clone?.().json().catch(() => null);
    tell(`Not done: ${problem?.detail ?? `the server answered ${response?.status ?? "nothing"}`}`);
  });
  document.addEventListener("htmx:after:request", (event) => {
    const button = event.target.querySelector?.("button[data-act]");
    if (!button || event.detail?.ctx?.response?.status >= 400) return;
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 2000);
  });

  // Copying.
  const copy = async (button) => {
    const text = button.parentElement.querySelector("pre").textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
  });

  // Charts are drawn from their tables.
  const read = (figure) => {
    const values = (name) => [...figure.querySelectorAll(`td[data-${name}]`)].map((cell) => Number(cell.dataset[name]));
    return [values("x"), values("y")];
  };
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const probe = document.createElement("i");
  const resolved = (name) => {
    probe.style.color = `var(${name})`;
    document.body.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value || colour(name);
  };
  const draw = (figure) => {
    if (!window.uPlot) return;
    const place = figure.querySelector(".plot");
    const data = read(figure);
    const drawn = charts.get(place);
    const key = JSON.stringify(data);
    if (drawn?.key === key || data[0].length < 2) return;
    if (drawn) {
      drawn.plot.setData(data);
      drawn.key = key;
      return;
    }
    const unit = figure.dataset.unit;
    const scaled = (value) => {
      if (unit === "1") return `${Math.round(value * 1000) / 10} %`;
      const large = [[1e9, unit === "By" ? "GB" : "G"], [1e6, unit === "By" ? "MB" : "M"], [1e3, unit === "By" ? "kB" : "k"]].find(([size]) => Math.abs(value) >= size);
      return large ? `${Math.round(value / large[0] * 100) / 100} ${large[1]}` : String(Math.round(value * 1000) / 1000);
    };
    const axis = { stroke: resolved("--soft"), grid: { stroke: resolved("--line"), width: 1 }, ticks: { stroke: resolved("--line"), width: 1 } };
    const plot = new uPlot({
      width: place.clientWidth || 300,
      height: 160,
      legend: { show: false },
      cursor: { show: false },
      axes: [axis, { ...axis, size: 70, values: (_, splits) => splits.map(scaled) }],
      fmtDate: (template) => uPlot.fmtDate(template.replace("{h}:{mm}{aa}", "{HH}:{mm}").replace("{h}{aa}", "{HH}:00").replace("{M}/{D}/{YY}", "{YYYY}-{MM}-{DD}").replace("{M}/{D}", "{MM}-{DD}")),
      series: [{}, { stroke: resolved("--link"), width: 2, points: { show: data[0].length < 40 } }],
    }, data, place);
    charts.set(place, { plot, key });
  };
  const enhance = () => {
    document.querySelectorAll("[data-copy][hidden]").forEach((button) => { button.hidden = false; });
    document.querySelectorAll("[data-chart]").forEach(draw);
  };
  document.addEventListener("htmx:after:swap", enhance);
  addEventListener("resize", () => document.querySelectorAll(".plot").forEach((place) => {
    charts.get(place)?.plot.setSize({ width: place.clientWidth, height: 160 });
  }));
  enhance();

  // Keys.
  const entries = () => [...document.querySelectorAll("[data-entry]")];
  const current = () => document.activeElement?.closest?.("[data-entry]");
  const step = (by) => {
    const all = entries();
    if (all.length === 0) return;
    const at = all.indexOf(current());
    const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };
  const search = () => {
    const box = document.querySelector("input[type=search]");
    if (box) box.focus();
    else location.assign("/memory");
  };
  const actions = {
    "/": search,
    "?": () => keys?.showModal(),
    j: () => step(1),
    k: () => step(-1),
    c: () => current()?.querySelector("[data-copy]")?.click(),
    w: () => current()?.querySelector("[data-act=worked]")?.click(),
    x: () => current()?.querySelector("[data-act=failed]")?.click(),
    Enter: () => current() === document.activeElement && current()?.dataset.entry && location.assign(current().dataset.entry),
  };
  let awaitsPage = 0;
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      search();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select") || keys?.open) return;
    if (awaitsPage && Date.now() - awaitsPage < 1500) {
      awaitsPage = 0;
      const page = document.querySelector(`nav a[data-key="${CSS.escape(event.key)}"]`);
      if (page) location.assign(page.href);
      return;
    }
    if (event.key === "g") {
      awaitsPage = Date.now();
      return;
    }
    if (event.key === "Enter" && event.target.matches("a, button, summary")) return;
    if (actions[event.key]) {
      event.preventDefault();
      actions[event.key]();
    }
  });
})();
