// What the pages gain where scripts run; all of them can be read without.
(function () {
  "use strict";
  var all = function (selector, work) { document.querySelectorAll(selector).forEach(work) };
  var ask = function (address, work) {
    fetch(address, { headers: { accept: "application/json" } })
      .then(function (answer) { return answer.ok ? answer.json() : Promise.reject() })
      .then(work, function () {});
  };
  var every = function (seconds, work) {
    return setInterval(function () { if (!document.hidden) work() }, seconds * 1000);
  };

  all("[data-now]", function (at) {
    every(10, function () {
      ask(at.dataset.now, function (found) { at.textContent = found.visitors.toLocaleString() });
    });
  });

  all("[data-renew]", function (at) {
    every(Number(at.dataset.renew), function () {
      fetch(location.href).then(function (answer) { return answer.ok ? answer.text() : Promise.reject() })
        .then(function (text) {
          var next = new DOMParser().parseFromString(text, "text/html").getElementById(at.id);
          if (next) at.replaceChildren.apply(at, Array.from(next.childNodes));
          showFlags();
        }, function () {});
    });
  });

  all("[data-poll]", function (at) {
    if ("arrived" in at.dataset) return;
    var timer = every(2, function () {
      ask(at.dataset.poll, function (found) {
        if (!found.hit) return;
        clearInterval(timer);
        at.classList.add("arrived");
      });
    });
  });

  all("[data-copy]", function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      var text = document.getElementById(button.dataset.copy).textContent;
      navigator.clipboard.writeText(text).then(function () { button.textContent = "Copied" }, function () {});
    });
  });

  // Flags, where the system draws them: elsewhere the letters of the country stay.
  var drawn = function (text) {
    var sheet = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    sheet.font = "16px sans-serif";
    sheet.fillText(text, 0, 16);
    return sheet.getImageData(0, 0, 24, 24).data;
  };
  var flag = function (code) {
    return code.replace(/[A-Z]/g, function (letter) { return String.fromCodePoint(letter.charCodeAt() + 127397) });
  };
  var isColoured = function (point, n, points) { return n % 4 === 0 && (point !== points[n + 1] || point !== points[n + 2]) };
  var showFlags = function () {
    var codes = document.querySelectorAll("[data-code]");
    if (!codes.length || !drawn(flag("US")).some(isColoured)) return;
    codes.forEach(function (at) {
      if (/^[A-Z]{2}$/.test(at.textContent)) { at.textContent = flag(at.textContent); at.className = "flag" }
    });
  };
  showFlags();

  // A card's list: more of its rows, or those with a text, without leaving the page.
  all("[data-card]", function (panel) {
    var form = panel.querySelector(".find"), status = panel.querySelector("[role=status]"), turn = 0, timer;
    var ready = function () { panel.querySelectorAll("[data-more]").forEach(function (more) { more.hidden = false }) };
    var links = function () { return panel.querySelectorAll(".ranked a") };
    var show = function (rows, work) {
      var address = new URL(panel.dataset.card, location), mine = ++turn;
      clearTimeout(timer);
      if (form && form.q.value.trim()) address.searchParams.set("q", form.q.value.trim());
      if (rows) address.searchParams.set("rows", rows);
      fetch(address).then(function (answer) { return answer.ok ? answer.text() : Promise.reject() })
        .then(function (text) {
          var next = new DOMParser().parseFromString(text, "text/html"), list = next.querySelector(".ranked");
          if (!list || mine !== turn) return;
          var more = panel.querySelector(".more"), nextMore = next.querySelector(".more");
          panel.querySelector(".ranked").replaceWith(list);
          if (more) more.remove();
          if (nextMore) status.before(nextMore);
          status.textContent = list.dataset.told;
          ready();
          showFlags();
          if (work) work();
        }, function () {});
    };
    panel.addEventListener("click", function (event) {
      if (!event.target.closest("[data-more]")) return;
      var before = links().length;
      show(before + 20, function () { if (links()[before]) links()[before].focus() });
    });
    if (form) {
      form.q.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(show, 200, 0) });
      form.addEventListener("submit", function (event) { event.preventDefault(); show(0) });
    }
    ready();
  });

  // All time zones to choose from, where the browser knows them.
  all("[data-zones]", function (field) {
    if (!Intl.supportedValuesOf) return;
    var list = document.createElement("datalist");
    list.id = field.id + "-zones";
    Intl.supportedValuesOf("timeZone").concat("UTC").forEach(function (zone) { list.append(new Option(zone)) });
    field.after(list);
    field.setAttribute("list", list.id);
  });

  // The number under the pointer or finger, beside the line; the keyboard has the table.
  all("[data-chart]", function (chart) {
    var tip = document.createElement("p"), strips = chart.querySelectorAll(".strip");
    tip.className = "tip";
    tip.hidden = true;
    tip.setAttribute("aria-hidden", "true");
    chart.append(tip);
    strips.forEach(function (strip) {
      var title = strip.querySelector("title"), text = title.textContent;
      title.remove();
      strip.addEventListener("pointerenter", function () {
        var at = strip.getBoundingClientRect(), whole = chart.getBoundingClientRect();
        tip.textContent = text;
        tip.hidden = false;
        var left = at.left + at.width / 2 - whole.left - tip.offsetWidth / 2;
        tip.style.left = Math.max(0, Math.min(left, whole.width - tip.offsetWidth)) + "px";
      });
    });
    chart.addEventListener("pointerleave", function () { tip.hidden = true });
  });

  all("[data-time-zone]", function (field) {
    if (!field.value) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  });
})();
