"use strict";
(() => {
  const root = document.documentElement;
  const by = (id) => document.getElementById(id);
  const make = (tag, words, kind) => {
    const made = document.createElement(tag);
    if (words !== undefined) made.textContent = words;
    if (kind) made.className = kind;
    return made;
  };

  // Light or dark: the reader's own choice wins over the system's.
  const theme = by("theme");
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
  const name = () => { theme.textContent = isDark() ? "Light page" : "Dark page"; };
  theme.hidden = false;
  theme.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; name(); });
  system.addEventListener("change", name);
  name();

  // Nothing that matters is hidden on paper.
  window.addEventListener("beforeprint", () => {
    for (const box of document.querySelectorAll("details:not([open])")) {
      box.open = true;
      box.dataset.opened = "";
    }
  });
  window.addEventListener("afterprint", () => {
    for (const box of document.querySelectorAll("details[data-opened]")) {
      box.open = false;
      delete box.dataset.opened;
    }
  });

  const data = JSON.parse(by("data").textContent);
  if (!data.candidates) return;
  const options = (entry) => data.issues.map((issue, j) =>
    entry.o[j] < 0 ? "open" : data.options[j][entry.o[j]]);
  const packages = data.candidates.map((c) => ({ ...c, label: `${c.s} ${c.n}` }));

  const number = (value) => {
    const exact = Math.abs(value) < 1e15 && Number(value.toFixed(3)) === value;
    const shown = exact ? String(value) : Number(Math.abs(value) < 1 ? value.toPrecision(3) : value.toFixed(2)).toString();
    return (exact ? "" : "≈") + shown.replace("-", "−");
  };
  const change = (value) => {
    const shown = number(value);
    return value > 0 ? shown.replace(/^≈?/, (m) => `${m}+`) : shown;
  };

  // Two packages side by side, issue by issue and party by party.
  const compare = by("compare");
  const pickers = [by("compare-first"), by("compare-second")];
  const fill = () => {
    for (const picker of pickers) {
      const kept = picker.value;
      picker.replaceChildren(...packages.map((p, k) => {
        const option = make("option", p.label);
        option.value = String(k);
        return option;
      }));
      if (kept) picker.value = kept;
    }
  };
  const row = (cells) => {
    const made = document.createElement("tr");
    cells.forEach((words, k) => {
      const cell = make(k ? "td" : "th", words);
      if (!k) cell.scope = "row";
      cell.dir = "auto";
      made.append(cell);
    });
    return made;
  };
  const show = () => {
    const [first, second] = pickers.map((p) => packages[Number(p.value)]);
    by("compare-head-first").textContent = first.label;
    by("compare-head-second").textContent = second.label;
    const [a, b] = [options(first), options(second)];
    const rows = [];
    let differs = 0;
    data.issues.forEach((issue, j) => {
      const same = a[j] === b[j];
      if (!same) differs += 1;
      const changes = same ? [] : data.parties.flatMap((party, p) => {
        if (first.o[j] < 0 || second.o[j] < 0) return [];
        const step = data.worth[p][j][second.o[j]] - data.worth[p][j][first.o[j]];
        const clean = Number(step.toPrecision(6));
        return clean ? [`${party} ${change(clean)}`] : [];
      });
      const words = same ? "same" : changes.join(", ") || (data.parties.length ? "differs; no change in score" : "differs");
      rows.push(row([issue, a[j], b[j], words]));
    });
    const joint = data.parties.flatMap((party, p) => {
      const step = (second.t[p] || 0) - (first.t[p] || 0);
      return step ? [`${party} ${change(Number(step.toPrecision(6)))}`] : [];
    });
    if (joint.length) rows.push(row(["Options taken together", "", "", joint.join(", ")]));
    data.parties.forEach((party, p) => {
      if (first.u[p] || second.u[p]) {
        rows.push(row([`Score: ${party}`, first.u[p] || "open", second.u[p] || "open", ""]));
      }
    });
    by("compare-body").replaceChildren(...rows);
    by("compare-said").textContent = differs === 1
      ? "The two packages differ on 1 issue."
      : `The two packages differ on ${differs} issues.`;
  };
  if (compare && packages.length > 1) {
    compare.hidden = false;
    fill();
    pickers[1].value = "1";
    for (const picker of pickers) picker.addEventListener("change", show);
    show();
  }
  const pick = (key) => {
    const label = `Outcome ${Number(key) + 1}`;
    let at = packages.findIndex((p) => p.label === label);
    if (at < 0) at = packages.push({ ...data.points[key], label }) - 1;
    if (!compare) return;
    compare.hidden = false;
    const kept = pickers[0].value || "0";
    fill();
    pickers[0].value = kept;
    pickers[1].value = String(at);
    show();
    pickers[1].focus();
  };

  // The line of one package among others: the rest steps back while it is pointed at.
  for (const chart of document.querySelectorAll("svg.bundle")) {
    const parts = [...chart.querySelectorAll("[data-package]")];
    const dim = (letter) => {
      for (const part of parts) part.classList.toggle("dim", letter !== null && part.dataset.package !== letter);
    };
    for (const part of parts) {
      part.addEventListener("pointerenter", () => dim(part.dataset.package));
      part.addEventListener("pointerleave", () => dim(null));
    }
  }

  // The package behind each efficient outcome of a chart.
  for (const reader of document.querySelectorAll(".reader")) {
    const chart = reader.closest("figure").querySelector("svg.chart");
    const marks = [...chart.querySelectorAll("[data-k]")].map((element) => ({
      element,
      key: element.dataset.k,
      places: element.tagName === "circle"
        ? [[Number(element.getAttribute("cx")), Number(element.getAttribute("cy"))]]
        : element.getAttribute("points").split(" ").map((p) => p.split(",").map(Number)),
    })).sort((a, b) => Number(a.key) - Number(b.key));
    if (!marks.length) continue;
    const said = reader.querySelector(".readout");
    const choose = reader.querySelector("[data-pick]");
    let at = -1;
    const select = (k) => {
      if (k === at) return;
      if (at >= 0) marks[at].element.classList.remove("on");
      at = k;
      const { element, key } = marks[at];
      element.classList.add("on");
      element.parentNode.append(element);
      const point = data.points[key];
      const scores = data.parties.map((party, p) => `${party} ${point.u[p]}`).join(", ");
      const carries = { true: "carries", false: "does not carry" }[point.a] || "not known whether it carries";
      const chosen = options(point);
      const settled = data.issues.map((issue, j) => `${issue}: ${chosen[j]}`).join("; ");
      const others = point.c > 1 ? ` (one of ${point.c} packages with these scores)` : "";
      said.textContent = `Outcome ${Number(key) + 1}, ${carries}. ${scores}. ${settled}${others}.`;
      choose.disabled = false;
    };
    const nearest = (event) => {
      const box = chart.getBoundingClientRect();
      const scale = chart.viewBox.baseVal.width / box.width;
      const x = (event.clientX - box.left) * scale;
      const y = (event.clientY - box.top) * scale;
      let best = -1;
      let least = 45 * 45;
      marks.forEach((mark, k) => {
        for (const [px, py] of mark.places) {
          const distance = (px - x) ** 2 + (py - y) ** 2;
          if (distance < least) { least = distance; best = k; }
        }
      });
      return best;
    };
    reader.hidden = false;
    chart.addEventListener("pointermove", (event) => {
      const k = nearest(event);
      if (k >= 0) select(k);
    });
    chart.addEventListener("click", (event) => {
      const k = nearest(event);
      if (k >= 0) { select(k); pick(marks[at].key); }
    });
    for (const button of reader.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => {
        const step = Number(button.dataset.step);
        select((at + step + marks.length) % marks.length);
      });
    }
    choose.addEventListener("click", () => pick(marks[at].key));
  }
})();
