// A change of the part behind # alone is no other page.
var plain = function () { return l.href.split("#")[0] };
var follow = quiet(function () {
  if (!last || plain() == last.split("#")[0]) return;
  view();__FILL__
});
["pushState", "replaceState"].forEach(function (name) {
  var before = history[name];
  if (before) history[name] = function () {
    var result = before.apply(this, arguments);
    follow();
    return result
  }
});
w.addEventListener("popstate", follow);
