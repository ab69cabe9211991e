fills.push(function () {
  each("kudos", function (at) {
    var path = at.getAttribute("data-path") || l.pathname, key = "tinylytics_kudos:" + path, given, count,
      where = "path=" + enc(path),
      show = function (answer) {
        count = answer.kudos;
        at.textContent = __EMOJI__ + " " + count.toLocaleString();
        at.setAttribute("aria-label", "Kudos: " + count)
      };
    quiet(function () { given = localStorage.getItem(key) })();
    if (at.tagName != "BUTTON") {
      at.setAttribute("role", "button");
      at.tabIndex = 0
    }
    at.setAttribute("aria-pressed", !!given);
    ask("__KUDOS__?" + where, show);
    at.onclick = quiet(function () {
      if (given || off) return;
      given = 1;
      at.setAttribute("aria-pressed", true);
      ask("__KUDO__?" + where, function (answer) {
        given = answer.kudos >= 0;
        at.setAttribute("aria-pressed", given);
        if (!given) return;
        show(answer);
        localStorage.setItem(key, 1)
      }, { method: "POST" })
    });
    at.onkeydown = quiet(function (e) {
      if (at.tagName != "BUTTON" && (e.key == "Enter" || e.key == " ")) {
        e.preventDefault();
        at.click()
      }
    })
  })
});
